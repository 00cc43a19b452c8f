import { useSyncExternalStore } from 'react';
import { formatRelative } from './format.ts';

/** "now" is true for a minute, and a page may stay open for hours. */
const TICK_MS = 20_000;

let ticks = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const shown = new Set<() => void>();

/** One timer for all that are on the page, none while there are none. */
function subscribe(redraw: () => void): () => void {
  shown.add(redraw);
  timer ??= setInterval(() => {
    ticks += 1;
    for (const each of shown) each();
  }, TICK_MS);
  return () => {
    shown.delete(redraw);
    if (shown.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** "5 minutes ago", which goes on with the time. */
export function useRelative(iso: string): string {
  useSyncExternalStore(subscribe, () => ticks);
  return formatRelative(iso);
}
