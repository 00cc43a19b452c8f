import type { CommittedChange } from '../board/mutation.ts';
import { createChangeRing, type ChangeRing } from './change-ring.ts';

/** Brings a board's changes into one line, whatever order they arrive in (live L13). */
export interface ChangeIntake {
  readonly ring: ChangeRing;
  /** Takes changes that were committed here; what lies beyond the next number waits for those between. */
  take(changes: readonly CommittedChange[]): void;
  /** Hears that the board is at `seq`, and reads what is missing. */
  advance(seq: number): void;
  restart(seq: number): void;
}

/** What an intake asks of the program. */
export interface IntakeParts {
  readLog(boardId: string, since: number): Promise<readonly CommittedChange[]>;
  onError(error: unknown): void;
}

/** Who hears of changes in their order. */
export interface IntakeListener {
  onChange(change: CommittedChange): void;
  /** The line is longer than before. */
  onGrown(): void;
}

/** A change beyond the next one waits this long for those between. */
const HOLD_BACK_MS = 20;

/** What an intake remembers. */
interface IntakeState extends IntakeParts, IntakeListener {
  boardId: string;
  ring: ChangeRing;
  held: Map<number, CommittedChange>;
  wantedSeq: number;
  isFilling: boolean;
}

/** Creates the intake of a board that stands at `seq`. */
export function createChangeIntake(
  { readLog, onError }: IntakeParts,
  { boardId, seq }: { boardId: string; seq: number },
  { onChange, onGrown }: IntakeListener,
): ChangeIntake {
  const ring = createChangeRing(seq);
  const held = new Map<number, CommittedChange>();
  const parts = { readLog, onError, onChange, onGrown };
  const intake: IntakeState = { ...parts, boardId, ring, held, wantedSeq: seq, isFilling: false };
  let holdTimer: NodeJS.Timeout | undefined;
  const raise = (newSeq: number) => (intake.wantedSeq = Math.max(intake.wantedSeq, newSeq));
  return {
    ring,
    take(changes) {
      for (const change of changes) if (change.seq > ring.seq) held.set(change.seq, change);
      raise(changes.at(-1)?.seq ?? 0);
      takeHeld(intake);
      onGrown();
      if (held.size === 0) return;
      holdTimer ??= setTimeout(() => {
        holdTimer = undefined;
        void fill(intake);
      }, HOLD_BACK_MS);
    },
    advance(newSeq) {
      raise(newSeq);
      if (holdTimer === undefined) void fill(intake);
    },
    restart(newSeq) {
      ring.reset(newSeq);
      held.clear();
      raise(newSeq);
    },
  };
}

function push({ ring, onChange }: IntakeState, change: CommittedChange): void {
  onChange(change);
  ring.push(change);
}

function takeHeld(intake: IntakeState): void {
  const { ring, held } = intake;
  for (let next = held.get(ring.seq + 1); next; next = held.get(ring.seq + 1)) push(intake, next);
  for (const number of held.keys()) if (number <= ring.seq) held.delete(number);
}

/** Reads from the log what did not come by itself, one read at a time. */
async function fill(intake: IntakeState): Promise<void> {
  const { ring, onError, onGrown } = intake;
  if (intake.isFilling || ring.seq >= intake.wantedSeq) return;
  intake.isFilling = true;
  await readMissing(intake).catch(onError);
  intake.isFilling = false;
  onGrown();
}

async function readMissing(intake: IntakeState): Promise<void> {
  const { ring, boardId, readLog } = intake;
  while (ring.seq < intake.wantedSeq) {
    const changes = await readLog(boardId, ring.seq);
    // Announced before it can be seen, or trimmed: the next announcement or poll asks again.
    if (changes.length === 0) return;
    const first = changes[0]?.seq ?? 0;
    // Trimmed meanwhile: the members are told to fetch the board, since the ring no longer reaches them.
    if (first > ring.seq + 1) ring.reset(first - 1);
    for (const change of changes) if (change.seq === ring.seq + 1) push(intake, change);
    takeHeld(intake);
  }
}
