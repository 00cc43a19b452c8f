/** Hears what a page goes through; does nothing outside of one. Answers how to stop. */
export function watchPage(handlers: {
  /** After sleep, a change of network, or when the tab is looked at again (live L11). */
  onWake(): void;
  /** True while leaving would hide edits that were not sent yet (live L19). */
  hasWaiting(): boolean;
  onLeave(): void;
  /** The page is put aside or closed: the last moment to keep something. */
  onHide(): void;
  /** The page comes back as it was when it was left. */
  onReturn(): void;
}): () => void {
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => undefined;
  const over = new AbortController();
  const { signal } = over;
  window.addEventListener('online', handlers.onWake, { signal });
  window.addEventListener('pageshow', ({ persisted }) => persisted && handlers.onReturn(), {
    signal,
  });
  window.addEventListener('pagehide', handlers.onLeave, { signal });
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') handlers.onWake();
      else handlers.onHide();
    },
    { signal },
  );
  window.addEventListener(
    'beforeunload',
    (event) => {
      if (handlers.hasWaiting()) event.preventDefault();
    },
    { signal },
  );
  return () => over.abort();
}
