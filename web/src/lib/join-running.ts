/** Where a run in progress is remembered; a `useRef(null)` fits. */
export interface Running {
  current: Promise<void> | null;
}

/** Starts `act`, or joins the run that has not ended yet: Enter after the last digit must not send the code twice. */
export function joinRunning(running: Running, act: () => Promise<void>): Promise<void> {
  running.current ??= act().finally(() => {
    running.current = null;
  });
  return running.current;
}
