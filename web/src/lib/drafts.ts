/** Texts that somebody has begun and not sent: they survive a reload in this browser (web W16). */
const PREFIX = 'boardwire.draft:';

/** Reads a draft; undefined where there is none, or it cannot be read. */
export function readDraft<Draft>(userId: string, name: string): Draft | undefined {
  try {
    const text = localStorage.getItem(`${PREFIX}${userId}:${name}`);
    return text === null ? undefined : (JSON.parse(text) as Draft);
  } catch {
    return undefined;
  }
}

/** Keeps a draft; of undefined, forgets it. A browser that stores nothing loses it with the page. */
export function keepDraft(userId: string, name: string, draft: unknown): void {
  const key = `${PREFIX}${userId}:${name}`;
  try {
    if (draft === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Full or forbidden.
  }
}

/** Forgets all drafts, as at log-out. */
export function forgetDrafts(): void {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    for (const key of keys) localStorage.removeItem(key);
  } catch {
    // Nothing was stored.
  }
}
