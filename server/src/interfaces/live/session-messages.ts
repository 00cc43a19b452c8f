import { liveLimits } from '@boardwire/contract/live-limits';
import type { ClientMessage, MutationAnswer } from '@boardwire/contract/sync';
import { unreachable } from '../../kernel/assert.ts';
import { createId } from '../../kernel/ids.ts';
import { Refusal } from '../../platform/refusal.ts';
import { bye, type SessionState } from './session-state.ts';

/** Boards that one connection has open (security S38: 100 rooms). */
const MAX_BOARDS = 100;
/** Answers that are as late as this mean that the database is behind, not the client. */
const BUSY_RETRY_MS = 500;

/** Does what a well-formed message asks for. */
export function handleMessage(session: SessionState, message: ClientMessage): void {
  const { parts, member, boards, limits, hello } = session;
  switch (message.t) {
    case 'join':
      return void join(session, message);
    case 'leave':
      boards.delete(message.board);
      return parts.hub.leave(message.board, member);
    case 'mutate':
      return void mutate(session, message);
    case 'presence':
      if (limits.presence.take() && isMember(session, message.board))
        parts.presence.set(message.board, member, hello.client, message);
      return;
    case 'positions':
      return parts.hub.answerPositions(member, message.boards);
    case 'renew':
      return void renew(session, message.token);
    default:
      return unreachable(message);
  }
}

/** Only whoever was let in, and is still in, may show itself: asking to join is not enough (live L34). */
function isMember({ parts, member }: SessionState, boardId: string): boolean {
  return parts.hub.room(boardId)?.members.has(member.id) === true;
}

async function join(
  session: SessionState,
  { board, epoch, since }: ClientMessage & { t: 'join' },
): Promise<void> {
  const { parts, member, boards, limits } = session;
  const isFull = boards.size >= MAX_BOARDS && !boards.has(board);
  if (isFull || !limits.joins.take()) return bye(session, 'flood', 1_000);
  // Its other boards stay open.
  if (parts.hub.isFull(board, member)) return member.send({ t: 'left', board, reason: 'full' });
  boards.add(board);
  const outcome = await parts.hub.join(board, member, { epoch, since }).catch(() => null);
  // The log could not be read: the client comes back by itself.
  if (outcome === null) return bye(session, 'server_shutdown', 1_000);
  if (outcome.kind === 'withdrawn') return;
  if (outcome.kind === 'busy') {
    session.ending ??= 'busy';
    // A reason that every client knows: it says as much as that the server wants them back later.
    return bye(session, 'server_shutdown', outcome.afterMs);
  }
  // It may have left, or its connection may have ended, while the log was read.
  if (session.hasClosed || !boards.has(board)) return parts.hub.leave(board, member);
  if (outcome.kind === 'joined') parts.presence.greet(board, member);
  else boards.delete(board);
}

async function mutate(
  session: SessionState,
  message: ClientMessage & { t: 'mutate' },
): Promise<void> {
  const { parts, socket, member, limits, hello } = session;
  const { mid } = message;
  const retry = (afterMs: number) => socket.send({ t: 'retry', mid, reason: 'rate', afterMs });
  if (session.pending >= liveLimits.maxPending) return retry(BUSY_RETRY_MS);
  if (!limits.mutations.take()) return retry(limits.mutations.waitMs());
  session.pending += 1;
  const startedAtMs = performance.now();
  const request = { requestId: createId(), ipAddress: socket.ipAddress, userAgent: '' };
  const answer = await parts.runMutation(member.actor, hello.client, message, request);
  session.pending -= 1;
  socket.send(answer);
  const durationS = (performance.now() - startedAtMs) / 1_000;
  parts.metrics.observeMutation(outcomeOf(answer), durationS);
}

function outcomeOf(answer: MutationAnswer): string {
  switch (answer.t) {
    case 'ack':
      return answer.repeated === true ? 'repeated' : 'ack';
    case 'nack':
      return 'nack';
    case 'retry':
      return answer.reason;
    default:
      return unreachable(answer);
  }
}

async function renew(session: SessionState, token: string): Promise<void> {
  const { parts, member } = session;
  const { actor } = member;
  const renewed = await parts.authenticate(`Bearer ${token}`).catch((error: unknown) => {
    const isRefused = error instanceof Refusal && error.code === 'UNAUTHORIZED';
    return isRefused ? null : 'unknown';
  });
  // The database is away: the old token is asked about again when it is back, and the client renews before it ends.
  if (renewed === 'unknown') return;
  const isSame =
    renewed?.kind === 'user' && actor.kind === 'user' && renewed.userId === actor.userId;
  if (!isSame) return bye(session, 'session_ended');
  member.actor = renewed;
  session.token = token;
}
