import type { ServerMessage } from '@boardwire/contract/sync';
import { sleep } from '../../kernel/time.ts';
import type { CommittedChange } from '../board/mutation.ts';
import type { ChangeRing } from './change-ring.ts';
import { changesAccess, cutFrames, toFrame } from './frames.ts';
import type { Broadcast } from './live-member.ts';
import { isForVisitors, type Slices } from './slices.ts';
import { showVisitor, toVisitorFrame } from './visitor-view.ts';

/** Sends what is in the ring to the members of a room, frame after frame. */
export interface RoomSender {
  readonly sentSeq: number;
  readonly sentAtMs: number;
  /** Last sequence that a slice was sent: while a frame is on its way, some have it and others do not. */
  sentTo(slice: string): number;
  schedule(): void;
  broadcastAll(message: ServerMessage): void;
  restart(seq: number): void;
}

/** What a sender works with. */
export interface SenderParts {
  broadcast: Broadcast;
  slices: Slices;
  ring: ChangeRing;
  /** Sends those away who lost the board. */
  ejectRevoked(): Promise<void>;
  /** Changes as visitors may know them; null when they are to fetch the board anew. Never fails. */
  showVisitors(changes: readonly CommittedChange[]): Promise<readonly CommittedChange[] | null>;
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
  };
  return {
    broadcastAll: (message) => broadcastAll(sender, message),
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
    },
  };
}

function broadcastAll(sender: SenderState, message: ServerMessage): void {
  for (const slice of sender.slices.names()) broadcastTo(sender, slice, message);
  sender.sentAtMs = performance.now();
}

function broadcastTo({ broadcast }: SenderState, slice: string, message: ServerMessage): void {
  const shown = isForVisitors(slice) ? showVisitor(message) : message;
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

/** Sends everything that the members were not sent yet. */
async function pass(sender: SenderState): Promise<void> {
  const { ring, boardId, epoch } = sender;
  const changes = ring.after(sender.sentSeq);
  if (changes === null) {
    // More than the ring holds: a snapshot is the shorter way, for those who still may (live L34).
    await sender.ejectRevoked();
    sender.sentSeq = ring.seq;
    const place = { board: boardId, epoch, seq: ring.seq };
    return broadcastAll(sender, { t: 'snapshotRequired', reason: 'behind', ...place });
  }
  for (const frame of cutFrames(changes)) await sendFrame(sender, frame);
  sender.sentAtMs = performance.now();
}

async function sendFrame(sender: SenderState, frame: readonly CommittedChange[]): Promise<void> {
  if (frame.some(changesAccess)) await sender.ejectRevoked();
  const slices = membersFirst(sender.slices.names());
  sender.behind = new Map(slices.map((slice) => [slice, sender.sentSeq]));
  sender.sentSeq = frame.at(-1)?.seq ?? sender.sentSeq;
  const toMembers = toFrame(sender.boardId, frame);
  // Looked through once for all visitors, while the members are sent theirs.
  const toVisitors = slices.some(isForVisitors) ? showFrame(sender, frame) : toMembers;
  for (const slice of slices) {
    const message = isForVisitors(slice) ? await toVisitors : toMembers;
    sender.behind.delete(slice);
    broadcastTo(sender, slice, message);
    sender.onFrame?.(sender.slices.size(slice));
    // Others of this process get their turn between two slices.
    await new Promise(setImmediate);
  }
}

/** Whoever belongs to the board does not wait for those who only look on. */
function membersFirst(slices: readonly string[]): string[] {
  return slices.toSorted((a, b) => Number(isForVisitors(a)) - Number(isForVisitors(b)));
}

/** What visitors get in the place of a frame: less, or that they fetch the board anew. */
async function showFrame(
  { showVisitors, boardId, epoch }: SenderState,
  frame: readonly CommittedChange[],
): Promise<ServerMessage> {
  const shown = await showVisitors(frame);
  if (shown !== null) return toVisitorFrame(boardId, shown);
  const seq = frame.at(-1)?.seq ?? 0;
  return { t: 'snapshotRequired', reason: 'behind', board: boardId, epoch, seq };
}
