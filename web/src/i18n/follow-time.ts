/** "now" is true for a minute, and a page may stay open for hours. */
const TICK_MS = 20_000;

let ticks = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const shown = new Set<() => void>();

/** Calls back a few times a minute, until what it answers is called: one timer for all who follow, none for nobody. */
export function followTime(redraw: () => void): () => void {
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

/** Another number after each call back. */
export function countTicks(): number {
  return ticks;
}
