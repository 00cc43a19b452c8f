/** How often something may happen: `count` times a period of `perMs`, and at most `burst` of them at once. */
export interface Rate {
  count: number;
  perMs: number;
  burst: number;
}

/**
 * The generic cell rate algorithm (GCRA): a window that slides, so that no border lets a double burst through (delivery
 * D13). `nextFreeAt` is what was kept from the time before, in milliseconds; so is what is answered to be kept. Without a
 * token nothing is taken, and `retryAt` says when there will be one.
 */
export function takeToken(
  rate: Rate,
  nextFreeAt: number | null,
  now: number,
): { isTaken: true; nextFreeAt: number } | { isTaken: false; retryAt: number } {
  const interval = rate.perMs / rate.count;
  const tolerance = interval * (Math.max(1, rate.burst) - 1);
  const arrival = Math.max(nextFreeAt ?? now, now);
  const allowedAt = arrival - tolerance;
  if (now < allowedAt) return { isTaken: false, retryAt: Math.ceil(allowedAt) };
  return { isTaken: true, nextFreeAt: arrival + interval };
}
