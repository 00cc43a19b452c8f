import { liveFeatures, liveLimits, PROTOCOL_VERSION } from '@boardwire/contract/live-limits';
import { clientMessage, type Hello } from '@boardwire/contract/sync';
import type { Actor } from '../../platform/actor.ts';
import type { LiveMember } from '../../platform/live/live-member.ts';
import type { LiveSocket } from '../../platform/live/socket-server.ts';
import { sendAsVisitor } from '../../platform/live/visitor-view.ts';
import { Refusal } from '../../platform/refusal.ts';
import { createSessionLimits } from './session-limits.ts';
import { handleMessage } from './session-messages.ts';
import { bye, type ByeReason, type SessionParts, type SessionState } from './session-state.ts';

/** One connection with its boards. */
export interface LiveSession {
  member: LiveMember;
  socket: LiveSocket;
  hello: Hello;
  onOpen(): void;
  onMessage(message: unknown): void;
  onClose(): void;
  /** Ends the connection if its credential ended (live L6, L35). */
  recheck(): Promise<void>;
  /** Says why and closes. */
  bye(reason: ByeReason, afterMs?: number): void;
  /** Says when to come back, and leaves the closing to the shutdown. */
  sayGoodbye(afterMs: number): void;
}

/** Malformed messages before the connection is closed: one may be a version skew, many are not. */
const MAX_MALFORMED = 5;
/** Longest wait of a timer, milliseconds; a connection that is older is asked for its credential anyway. */
const MAX_TIMER_MS = 2_147_483_647;

/** Creates the session of an admitted connection. */
export function createSession(
  parts: SessionParts,
  socket: LiveSocket,
  { hello, actor }: { hello: Hello; actor: Actor },
): LiveSession {
  const session = createState(parts, socket, { hello, actor });
  const { member } = session;
  const expiry = watchExpiry(session);
  return {
    member,
    socket,
    hello,
    bye: (reason, afterMs) => bye(session, reason, afterMs),
    sayGoodbye(afterMs) {
      session.ending ??= 'server_shutdown';
      socket.send({ t: 'bye', reason: 'server_shutdown', afterMs });
    },
    recheck: () => recheck(session),
    onMessage: (raw) => receive(session, raw),
    onOpen: () => welcome(session),
    onClose() {
      clearTimeout(expiry);
      close(session);
    },
  };
}

function createState(
  parts: SessionParts,
  socket: LiveSocket,
  { hello, actor }: { hello: Hello; actor: Actor },
): SessionState {
  const { enter, leave } = socket;
  const send = actor.kind === 'shareLink' ? sendAsVisitor(socket.send) : socket.send;
  return {
    parts,
    socket,
    hello,
    token: hello.token,
    member: { id: socket.id, actor, send, enter, leave },
    boards: new Set(),
    limits: createSessionLimits(),
    malformed: 0,
    pending: 0,
    ending: null,
    hasClosed: false,
  };
}

function welcome({ socket }: SessionState): void {
  socket.send({
    t: 'welcome',
    v: PROTOCOL_VERSION,
    session: socket.id,
    now: new Date().toISOString(),
    limits: { ...liveLimits },
    features: [...liveFeatures],
  });
}

function receive(session: SessionState, raw: unknown): void {
  const { limits, parts } = session;
  if (!limits.messages.take()) return bye(session, 'flood', 5_000);
  const parsed = clientMessage.safeParse(raw);
  if (!parsed.success) {
    session.malformed += 1;
    if (session.malformed >= MAX_MALFORMED) bye(session, 'protocol');
    return;
  }
  try {
    handleMessage(session, parsed.data);
  } catch (error) {
    // Whatever it was that it sent: it is the only one to suffer.
    parts.log.error({ err: error, message: parsed.data.t }, 'live: a message failed');
    bye(session, 'protocol');
  }
}

function close(session: SessionState): void {
  const { parts, member, boards, ending } = session;
  session.hasClosed = true;
  parts.metrics.countClosed(ending ?? 'client');
  parts.presence.close(member);
  for (const board of boards) parts.hub.leave(board, member);
  boards.clear();
}

/** A link that shows a board until a moment ends then, and takes what it showed along (live L35). */
function watchExpiry(session: SessionState): NodeJS.Timeout | undefined {
  const { actor } = session.member;
  const endsInMs = actor.kind === 'shareLink' ? actor.endsInMs : null;
  if (endsInMs === null || endsInMs > MAX_TIMER_MS) return undefined;
  return setTimeout(() => {
    for (const board of session.boards)
      session.socket.send({ t: 'left', board, reason: 'revoked' });
    bye(session, 'session_ended');
  }, endsInMs);
}

async function recheck(session: SessionState): Promise<void> {
  const isGood = await session.parts.authenticate(`Bearer ${session.token}`).then(
    () => true,
    // A database that is away says nothing about the credential.
    (error: unknown) => !(error instanceof Refusal && error.code === 'UNAUTHORIZED'),
  );
  if (!isGood) bye(session, 'session_ended');
}
