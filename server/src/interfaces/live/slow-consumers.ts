import type { LiveMetrics } from '../../platform/live/live-metrics.ts';
import type { LiveHub } from '../../platform/live/live-hub.ts';
import type { LiveSession } from './session.ts';

/** Buffered bytes at which a connection leaves the fan-out, comes back, and is closed (live L36). */
const LAGGING_BYTES = 262_144;
const RECOVERED_BYTES = 32_768;
const TOO_MANY_BYTES = 1_048_576;
const MAX_LAG_MS = 10_000;
const CHECK_INTERVAL_MS = 100;

/** Keeps readers that are slower than their boards from filling the memory: they are caught up from the log, or closed. */
export function watchSlowConsumers(
  sessions: ReadonlySet<LiveSession>,
  hub: LiveHub,
  metrics: Pick<LiveMetrics, 'countLagging'>,
): { stop(): void } {
  const laggingSinceMs = new Map<LiveSession, number>();
  const check = (session: LiveSession, nowMs: number) => {
    const bytes = session.socket.bufferedBytes();
    const sinceMs = laggingSinceMs.get(session);
    if (bytes > TOO_MANY_BYTES || (sinceMs !== undefined && nowMs - sinceMs > MAX_LAG_MS)) {
      laggingSinceMs.delete(session);
      return session.bye('slow', 1_000);
    }
    if (sinceMs === undefined && bytes > LAGGING_BYTES) {
      laggingSinceMs.set(session, nowMs);
      metrics.countLagging();
      return hub.pause(session.member);
    }
    if (sinceMs === undefined || bytes > RECOVERED_BYTES) return;
    laggingSinceMs.delete(session);
    void hub.resume(session.member).catch(() => session.bye('slow', 1_000));
  };
  const timer = setInterval(() => {
    const nowMs = performance.now();
    for (const session of laggingSinceMs.keys())
      if (!sessions.has(session)) laggingSinceMs.delete(session);
    for (const session of sessions) check(session, nowMs);
  }, CHECK_INTERVAL_MS);
  return { stop: () => clearInterval(timer) };
}
