import type { ServerMessage } from '@boardwire/contract/sync';
import { sleep } from '../../kernel/time.ts';
import type { CommittedChange } from '../board/mutation.ts';
import type { ChangeRing } from './change-ring.ts';
import { changesAccess, cutFrames } from './frames.ts';
import type { Broadcast } from './live-member.ts';
import type { Slices } from './slices.ts';

/** Sends what is in the ring to one audience of a room, frame after frame. */
export interface RoomSender {
  readonly sentSeq: number;
  readonly sentAtMs: number;
  /** Last sequence that a slice was sent: while a frame is on its way, some have it and others do not. */
  sentTo(slice: string): number;
  schedule(): void;
  broadcastAll(message: ServerMessage): void;
  /** Tells where the fan-out stands when nothing was sent since `beforeMs` of the monotonic clock (live L11). */
  sayHead(beforeMs: number): void;
  restart(seq: number): void;
}

/** What a sender works with. */
export interface SenderParts {
  broadcast: Broadcast;
  /** Slices of the audience. */
  slices: Pick<Slices, 'names' | 'size'>;
  ring: ChangeRing;
  /** Sends those of the audience away who lost the board. */
  ejectRevoked(): Promise<void>;
  /** A message as the audience may see it; null when it is nothing for it. */
  show(message: ServerMessage): ServerMessage | null;
  /** What the audience is sent for changes; null when it is to fetch the board anew. Never fails. */
  buildFrame(changes: readonly CommittedChange[]): Promise<ServerMessage | null> | ServerMessage;
  onError(error: unknown): void;
  onFrame?(members: number): void;
}

/** Passes quicker than this need no collecting (live L30). */
const QUICK_PASS_MS = 2;
const MAX_WINDOW_MS = 50;
/** Nothing goes out before those are known who may not have it; while that cannot be read, it is asked again this often. */
const RETRY_MS = 250;

/** What a sender remembers. */
interface SenderState extends SenderParts {
  boardId: string;
  epoch: number;
  sentSeq: number;
  sentAtMs: number;
  /** Slices that the frame on its way has not come to, with what they were sent last. */
  behind: Map<string, number>;
  lastPassMs: number;
  isSending: boolean;
  /** How often the board was started over. */
  era: number;
}

/** Creates the sender of a room. */
export function createRoomSender(
  parts: SenderParts,
  { boardId, epoch, seq }: { boardId: string; epoch: number; seq: number },
): RoomSender {
  const sender: SenderState = {
    ...parts,
    boardId,
    epoch,
    sentSeq: seq,
    sentAtMs: performance.now(),
    behind: new Map(),
    lastPassMs: 0,
    isSending: false,
    era: 0,
  };
  return {
    broadcastAll: (message) => broadcastAll(sender, message),
    sayHead(beforeMs) {
      if (sender.sentAtMs > beforeMs) return;
      broadcastAll(sender, { t: 'head', board: boardId, epoch, seq: sender.sentSeq });
    },
    schedule: () => schedule(sender),
    sentTo: (slice) => sender.behind.get(slice) ?? sender.sentSeq,
    get sentSeq() {
      return sender.sentSeq;
    },
    get sentAtMs() {
      return sender.sentAtMs;
    },
    restart(newSeq) {
      sender.sentSeq = newSeq;
      sender.behind = new Map();
      sender.era += 1;
    },
  };
}

function broadcastAll(sender: SenderState, message: ServerMessage): void {
  for (const slice of sender.slices.names()) broadcastTo(sender, slice, message);
  sender.sentAtMs = performance.now();
}

function broadcastTo(
  { broadcast, show }: SenderState,
  slice: string,
  message: ServerMessage,
): void {
  const shown = show(message);
  if (shown !== null) broadcast(slice, shown);
}

function schedule(sender: SenderState): void {
  if (sender.isSending || sender.sentSeq >= sender.ring.seq) return;
  sender.isSending = true;
  void send(sender)
    .catch((error: unknown) => {
      sender.onError(error);
      return sleep(RETRY_MS);
    })
    .finally(() => {
      sender.isSending = false;
      schedule(sender);
    });
}

async function send(sender: SenderState): Promise<void> {
  // The acknowledgements of this turn go first (live L29).
  await new Promise(setImmediate);
  while (sender.sentSeq < sender.ring.seq) {
    const isQuick = sender.lastPassMs < QUICK_PASS_MS;
    if (!isQuick) await sleep(Math.min(MAX_WINDOW_MS, 2 * sender.lastPassMs));
    const startedAtMs = performance.now();
    await pass(sender);
    sender.lastPassMs = performance.now() - startedAtMs;
  }
}

/** Sends everything that the audience was not sent yet. */
async function pass(sender: SenderState): Promise<void> {
  const { ring, era } = sender;
  const changes = ring.after(sender.sentSeq);
  if (changes === null) {
    // More than the ring holds: a snapshot is the shorter way, for those who still may (live L34).
    await sender.ejectRevoked();
    sender.sentSeq = ring.seq;
    return broadcastAll(sender, requireSnapshot(sender, ring.seq));
  }
  for (const frame of cutFrames(changes)) await sendFrame(sender, frame, era);
  sender.sentAtMs = performance.now();
}

async function sendFrame(
  sender: SenderState,
  frame: readonly CommittedChange[],
  era: number,
): Promise<void> {
  if (frame.some(changesAccess)) await sender.ejectRevoked();
  // The board was started over meanwhile, and what was cut is of before.
  if (sender.era !== era) return;
  const slices = sender.slices.names();
  const seq = frame.at(-1)?.seq ?? sender.sentSeq;
  sender.behind = new Map(slices.map((slice) => [slice, sender.sentSeq]));
  sender.sentSeq = seq;
  if (slices.length === 0) return;
  const message = (await sender.buildFrame(frame)) ?? requireSnapshot(sender, seq);
  for (const slice of slices) {
    sender.behind.delete(slice);
    broadcastTo(sender, slice, message);
    sender.onFrame?.(sender.slices.size(slice));
    // Others of this process get their turn between two slices.
    await new Promise(setImmediate);
  }
}

/** All of an audience hears it at once: `bulk`, so that not everybody fetches the board in the same moment (live L5). */
function requireSnapshot({ boardId, epoch }: SenderState, seq: number): ServerMessage {
  return { t: 'snapshotRequired', reason: 'bulk', board: boardId, epoch, seq };
}
