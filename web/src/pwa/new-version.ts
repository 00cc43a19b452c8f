import { useEffect, useSyncExternalStore } from 'react';

/** How often an open page looks whether the server has another build, and when it comes back to the front. */
const LOOK_EVERY_MS = 600_000;
const MIN_PAUSE_MS = 60_000;
const SCRIPT = /<script[^>]+type="module"[^>]+src="([^"]+)"/;

let isNew = false;
let lookedAtMs = 0;
const listeners = new Set<() => void>();

function ownScript(): string | undefined {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  return script === null ? undefined : new URL(script.src).pathname;
}

/** A newer build is here, by whatever sign. */
export function noteNewVersion(): void {
  if (isNew) return;
  isNew = true;
  for (const listener of listeners) listener();
}

/** Compares the page that the server gives now with the one that is running (web W28). */
async function look(): Promise<void> {
  const own = ownScript();
  if (isNew || own === undefined || Date.now() - lookedAtMs < MIN_PAUSE_MS) return;
  lookedAtMs = Date.now();
  try {
    const answer = await fetch('/', { headers: { accept: 'text/html' }, cache: 'no-store' });
    const script = answer.ok ? SCRIPT.exec(await answer.text())?.[1] : undefined;
    if (script === undefined || script === own) return;
    noteNewVersion();
  } catch {
    // The server is away: the next look asks again.
  }
}

/** Whether the server has a newer build of the app than this page. */
export function useNewVersion(): boolean {
  useEffect(() => {
    if (!import.meta.env.PROD) return;
    const ends = new AbortController();
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    const onShow = () => document.visibilityState === 'visible' && void look();
    document.addEventListener('visibilitychange', onShow, ends);
    window.addEventListener('online', () => void look(), ends);
    lookedAtMs ||= Date.now();
    return () => {
      ends.abort();
      clearInterval(timer);
    };
  }, []);
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => isNew,
  );
}
