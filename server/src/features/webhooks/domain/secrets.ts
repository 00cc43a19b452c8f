/** A secret of an endpoint, and until when it signs; null without an end. */
export interface KeptSecret {
  secret: string;
  until: string | null;
}

/** Secrets that sign at once: more would make headers that receivers refuse. */
const MAX_SECRETS = 3;

/** The secrets that sign at `now`, the newest first. */
export function signingSecrets(kept: readonly KeptSecret[], now: Date): string[] {
  return kept.filter((each) => isCurrent(each, now)).map(({ secret }) => secret);
}

/** Puts a new secret before the others, which end after `overlapMs`, or when they were to end anyway. */
export function replaceSecret(
  kept: readonly KeptSecret[],
  secret: string,
  { now, overlapMs }: { now: Date; overlapMs: number },
): KeptSecret[] {
  const end = new Date(now.getTime() + overlapMs).toISOString();
  const older = kept
    .map((each) => ({ ...each, until: each.until !== null && each.until < end ? each.until : end }))
    .filter((each) => isCurrent(each, now));
  return [{ secret, until: null }, ...older].slice(0, MAX_SECRETS);
}

/** Until when the secret before the newest signs; null when none does. */
export function previousUntil(kept: readonly KeptSecret[], now: Date): string | null {
  return kept.slice(1).find((each) => isCurrent(each, now))?.until ?? null;
}

function isCurrent({ until }: KeptSecret, now: Date): boolean {
  return until === null || until > now.toISOString();
}
