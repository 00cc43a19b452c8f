import { z } from 'zod';
import { livePerson } from '@boardwire/contract/sync';
import type { NodeBus } from './node-bus.ts';

const board = z.object({
  board: z.string(),
  up: z.array(livePerson).optional(),
  gone: z.array(z.string()).optional(),
});

/**
 * What nodes tell each other of presence (live L26). `changes` are as they come; a roster is everything that a node says,
 * in parts that end with `last`; `hello` asks for rosters; `bye` says that the node stops.
 */
const nodeMessage = z.object({
  node: z.string().max(64),
  kind: z.enum(['changes', 'roster', 'hello', 'bye']),
  boards: z.array(board).default([]),
  /** Ends a roster: what it did not name is gone. */
  last: z.literal(true).optional(),
});

export type NodeMessage = z.output<typeof nodeMessage>;
export type BoardPart = z.output<typeof board>;

/** Carries presence between nodes; what gets lost is in the next roster. */
export interface PresenceBus {
  publish(message: NodeMessage): void;
  /** Calls `onMessage` for messages of all nodes, this one's too, and `onWake` when some may have been missed. */
  start(onMessage: (message: NodeMessage) => void, onWake: () => void): void;
}

const CHANNEL = 'boardwire_presence';
/** What a note has besides boards: node, kind, end. */
const ENVELOPE_BYTES = 200;

/** Presence over a bus between nodes, in notes as long as that bus takes them. */
export function createPresenceBus(bus: Omit<NodeBus, 'engine'>): PresenceBus {
  return {
    publish({ boards, last, ...message }) {
      const parts = splitParts(boards, bus.maxNoteBytes - ENVELOPE_BYTES);
      for (const [index, part] of parts.entries()) {
        const isEnd = last === true && index === parts.length - 1;
        const end = isEnd ? { last } : {};
        bus.publish(CHANNEL, JSON.stringify({ ...message, boards: part, ...end }));
      }
    },
    start(onMessage, onWake) {
      bus.subscribe(CHANNEL, {
        onGap: onWake,
        onNote(note) {
          const message = parse(note);
          if (message !== null) onMessage(message);
        },
      });
    },
  };
}

/** Boards in groups that one note holds each; a board with many people is in several. At least one group. */
export function splitParts(boards: readonly BoardPart[], maxBytes: number): BoardPart[][] {
  const groups: BoardPart[][] = [[]];
  let bytes = 0;
  for (const part of boards.flatMap(toSingles)) {
    const size = Buffer.byteLength(JSON.stringify(part)) + 1;
    if (bytes > 0 && bytes + size > maxBytes) {
      groups.push([]);
      bytes = 0;
    }
    bytes += size;
    addTo(groups.at(-1) ?? [], part);
  }
  return groups;
}

function toSingles({ board: boardId, up = [], gone = [] }: BoardPart): BoardPart[] {
  return [
    ...up.map((person) => ({ board: boardId, up: [person] })),
    ...gone.map((key) => ({ board: boardId, gone: [key] })),
  ];
}

/** Joins it with the part before, when that is of the same board: then it takes fewer bytes than were counted. */
function addTo(group: BoardPart[], part: BoardPart): void {
  const before = group.at(-1);
  if (before?.board !== part.board) return void group.push({ ...part });
  if (part.up) before.up = [...(before.up ?? []), ...part.up];
  if (part.gone) before.gone = [...(before.gone ?? []), ...part.gone];
}

/** Anybody with the login of the database or of Redis can send; what is not ours is not for us. */
function parse(payload: string): NodeMessage | null {
  try {
    return nodeMessage.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null;
  }
}
