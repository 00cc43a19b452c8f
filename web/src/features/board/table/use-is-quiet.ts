import { startTransition, useEffect, useState } from 'react';

/** So long no new row must have come, in milliseconds: longer than from one frame of scrolling to the next. */
const QUIET_MS = 100;

const waiting = new Set<() => void>();
let lastAtMs = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** One timer for all rows: a row that passes in a hundred milliseconds must not cost one of its own. */
function look(): void {
  const leftMs = lastAtMs + QUIET_MS - performance.now();
  timer = leftMs > 0 ? setTimeout(look, leftMs) : undefined;
  if (timer !== undefined) return;
  const listeners = [...waiting];
  waiting.clear();
  startTransition(() => {
    for (const listener of listeners) listener();
  });
}

/** True soon after rows have stopped to come: while one scrolls, they pass with what is read alone. */
export function useIsQuiet(): boolean {
  const [isQuiet, setQuiet] = useState(false);
  useEffect(() => {
    const listener = () => setQuiet(true);
    waiting.add(listener);
    lastAtMs = performance.now();
    timer ??= setTimeout(look, QUIET_MS);
    return () => void waiting.delete(listener);
  }, []);
  return isQuiet;
}
