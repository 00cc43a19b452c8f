import type { Hello, ServerMessage } from '@boardwire/contract/sync';
import type { LiveHub } from '../../platform/live/live-hub.ts';
import type { LiveMember } from '../../platform/live/live-member.ts';
import type { LiveMetrics } from '../../platform/live/live-metrics.ts';
import type { Presence } from '../../platform/live/presence.ts';
import type { LiveSocket } from '../../platform/live/socket-server.ts';
import type { Log } from '../../platform/log.ts';
import type { Authenticate } from '../authenticate.ts';
import type { RunMutation } from './run-mutation.ts';
import type { SessionLimits } from './session-limits.ts';

/** What a session stands on. */
export interface SessionParts {
  hub: LiveHub;
  presence: Presence;
  runMutation: RunMutation;
  authenticate: Authenticate;
  metrics: LiveMetrics;
  log: Log;
}

/** Why a connection ends. */
export type ByeReason = (ServerMessage & { t: 'bye' })['reason'];

/** What a session remembers. */
export interface SessionState {
  parts: SessionParts;
  socket: LiveSocket;
  hello: Hello;
  /** The newest that it showed. */
  token: string;
  member: LiveMember;
  boards: Set<string>;
  limits: SessionLimits;
  malformed: number;
  /** Mutations without an answer. */
  pending: number;
  /** Why it was told to go, for the figures. */
  ending: ByeReason | 'busy' | null;
  hasClosed: boolean;
}

/** Says why and closes. */
export function bye(session: SessionState, reason: ByeReason, afterMs = 0): void {
  session.ending ??= reason;
  session.socket.send({ t: 'bye', reason, afterMs });
  session.socket.close();
}
