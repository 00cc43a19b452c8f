import type { LivePerson } from '@boardwire/contract/sync';
import type { LiveHub } from './live-hub.ts';
import type { BookListener, PresenceBook } from './presence-book.ts';
import { HERE, type PresenceNodes } from './presence-nodes.ts';

/** Sends changes of presence, collected, to the screens of this node and to other nodes. */
export interface PresenceSender {
  add: BookListener;
  stop(): void;
}

/** Changes of presence are sent together this often (live L27). */
const COLLECT_MS = 100;
/** Above, cursors are no help and cost much (live L27). */
const MAX_PEOPLE_WITH_CURSORS = 100;
const MAX_CURSORS = 50;

/** What a board's screens were not told yet, the newest last. */
interface Waiting {
  shown: Map<string, LivePerson | undefined>;
  /** Keys that this node's own tabs changed. */
  own: Set<string>;
  timer: NodeJS.Timeout;
}

/** Creates the sender over the rooms of this node. */
export function createPresenceSender(
  hub: Pick<LiveHub, 'room'>,
  book: PresenceBook,
  nodes: Pick<PresenceNodes, 'tell'>,
): PresenceSender {
  const boards = new Map<string, Waiting>();

  const flush = (boardId: string) => {
    const waiting = boards.get(boardId);
    boards.delete(boardId);
    if (waiting === undefined) return;
    const { shown, own } = waiting;
    const up = [...shown.values()].filter((person) => person !== undefined);
    const gone = [...shown].flatMap(([key, person]) => (person === undefined ? [key] : []));
    const room = hub.room(boardId);
    if (room !== undefined && room.members.size > 0) {
      const hasCursors = book.list(boardId).length <= MAX_PEOPLE_WITH_CURSORS;
      const people = limitCursors(up, hasCursors ? MAX_CURSORS : 0);
      room.broadcastAll({ t: 'people', board: boardId, up: people, gone });
    }
    if (own.size > 0) nodes.tell({ board: boardId, ...describeOwn(book, boardId, own) });
  };
  return {
    add(holder, boardId, { key, shown }) {
      const waiting = boards.get(boardId) ?? {
        shown: new Map<string, LivePerson | undefined>(),
        own: new Set<string>(),
        timer: setTimeout(() => flush(boardId), COLLECT_MS),
      };
      boards.set(boardId, waiting);
      waiting.shown.delete(key);
      waiting.shown.set(key, shown);
      if (holder === HERE) waiting.own.add(key);
    },
    stop() {
      for (const { timer } of boards.values()) clearTimeout(timer);
      boards.clear();
    },
  };
}

function describeOwn(book: PresenceBook, boardId: string, keys: ReadonlySet<string>) {
  const up = [...keys].flatMap((key) => book.find(HERE, boardId, key) ?? []);
  const gone = [...keys].filter((key) => book.find(HERE, boardId, key) === undefined);
  return { up, gone };
}

/** The freshest cursors, which are the last ones. */
function limitCursors(people: readonly LivePerson[], most: number): LivePerson[] {
  const without = people.length - most;
  return people.map((person, index) => {
    if (index >= without || person.cursor === undefined) return person;
    const { cursor: _cursor, anchor: _anchor, ...rest } = person;
    return rest;
  });
}
