import type { Reconnect } from './reconnect.ts';
import type { RedisClient } from './redis-client.ts';
import { isDemotion } from './reconnect.ts';
import { writeCheck } from './write-check.ts';

/** Whether a connection is of use. */
export interface Standing {
  isUp(): boolean;
  /** Is called each time that it begins to be of use; the argument tells whether it was away before. */
  onUp(listener: (wasAway: boolean) => void): void;
  close(): void;
}

/**
 * Watches a connection: it is away from its end, or from a replica's refusal, until the next one stands. After a refusal
 * that one must have taken a write first: else a demoted Redis would be back and away with every write.
 */
export function watchStanding(
  client: RedisClient,
  reconnect: Reconnect,
  onAway: (reason?: Error) => void = () => undefined,
): Standing {
  const listeners = new Set<(wasAway: boolean) => void>();
  let isAway = false;
  let isClosed = false;
  const noticeAway = (reason?: Error) => {
    if (isAway || isClosed) return;
    isAway = true;
    onAway(reason);
  };
  const noticeUp = () => {
    const wasAway = isAway;
    isAway = false;
    for (const listener of listeners) listener(wasAway);
  };
  const tryOut = async () => {
    const refusal = await writeCheck(client).then(
      () => null,
      (error: Error) => error,
    );
    // A connection that ended meanwhile is followed by another one, which is tried out in its turn.
    if (client.status !== 'ready' || (refusal !== null && isDemotion(refusal))) return;
    reconnect.noteAccepted();
    noticeUp();
  };
  client.on('error', noticeAway);
  client.on('close', () => noticeAway(reconnect.refusal() ?? undefined));
  client.on('ready', () => {
    if (reconnect.refusal() === null) noticeUp();
    else void tryOut();
  });
  return {
    isUp: () => client.status === 'ready' && !isAway,
    onUp: (listener) => void listeners.add(listener),
    close: () => void (isClosed = true),
  };
}
