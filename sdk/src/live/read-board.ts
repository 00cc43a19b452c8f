import type { Client } from '../client.ts';
import type { CallError, Result } from '../result.ts';
import type { BoardCopies } from './board-copies.ts';
import type { BoardSnapshot } from './board-snapshot.ts';
import type { Clock } from './clock.ts';

/** What reading a board stands on. */
export interface ReadBoardParts {
  boardId: string;
  client: Pick<Client, 'boards'>;
  copies: BoardCopies;
  clock: Clock;
  /** True when it is known beforehand that nobody will answer. */
  isOffline(): boolean;
}

/** A board as it can be shown now. */
export interface ReadBoard {
  read: Result<BoardSnapshot>;
  /** The server's answer where the copy is shown because it takes its time; null otherwise. */
  late: Promise<Result<BoardSnapshot>> | null;
}

/** A server that says nothing for so long must not keep anybody from what this browser has (web W20). */
const PATIENCE_MS = 1_000;
/** Answers that say nothing about the board: its copy serves. */
const AWAY: ReadonlySet<CallError['code']> = new Set([
  'NETWORK_ERROR',
  'TIMEOUT',
  'SERVICE_UNAVAILABLE',
  'INTERNAL_ERROR',
]);

const GONE: ReadonlySet<CallError['code']> = new Set(['NOT_FOUND', 'FORBIDDEN']);

/** Why nothing of the board may be shown after this answer; null when it says no such thing. */
export function whyGone(read: Result<unknown>): 'revoked' | 'deleted' | null {
  if (read.ok || !GONE.has(read.error.code)) return null;
  return read.error.details?.reason === 'board_deleted' ? 'deleted' : 'revoked';
}

/** The newest state; the copy while nobody answers; a refusal takes the copy away. */
export async function readBoard(parts: ReadBoardParts): Promise<ReadBoard> {
  const { boardId, client, copies, clock } = parts;
  const known = parts.isOffline() ? await readCopy(parts) : null;
  if (known !== null) return { read: known, late: null };
  const asked = client.boards.snapshot({ boardId });
  const isSlow = await isSlowerThan(asked, clock);
  // Not before it is needed: a page that goes is still writing it when the next one opens.
  const copy = isSlow ? await readCopy(parts) : null;
  if (copy !== null) return { read: copy, late: asked };
  const read = await asked;
  if (whyGone(read) !== null) await copies.remove(boardId).catch(() => undefined);
  const isAway = !read.ok && AWAY.has(read.error.code);
  return { read: (isAway ? await readCopy(parts) : null) ?? read, late: null };
}

async function readCopy({
  copies,
  boardId,
}: ReadBoardParts): Promise<Result<BoardSnapshot> | null> {
  const copy = await copies.load(boardId).catch(() => null);
  return copy && { ok: true, data: copy.snapshot, requestId: '' };
}

function isSlowerThan(asked: Promise<unknown>, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.after(PATIENCE_MS, () => resolve(true));
    void asked.then(() => {
      cancel();
      resolve(false);
    });
  });
}
