/** What tabs of one browser that share a cookie do together. */
export interface Tabs {
  /** Runs `work` while no other tab runs its own: two at once would spend the same refresh token twice. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  tellSignedOut(): void;
  onSignedOut(listener: () => void): void;
}

const SIGNED_OUT = 'signedOut';

/** For programs, whose refresh token is their own. */
export const alone: Tabs = {
  exclusively: (work) => work(),
  tellSignedOut: () => undefined,
  onSignedOut: () => undefined,
};

/**
 * Tabs by Web Locks and BroadcastChannel. Pages over plain http have no locks; there the server's ten seconds of
 * grace for a spent token (security S8) have to do.
 */
export function createTabs(apiUrl: string, lockWaitMs: number): Tabs {
  const name = `boardwire:session:${apiUrl}`;
  const channel = openChannel(name);
  return {
    exclusively: (work) => runLocked(name, lockWaitMs, work),
    tellSignedOut: () => channel?.postMessage(SIGNED_OUT),
    onSignedOut: (listener) =>
      channel?.addEventListener('message', ({ data }) => data === SIGNED_OUT && listener()),
  };
}

function openChannel(name: string): BroadcastChannel | undefined {
  if (typeof BroadcastChannel === 'undefined') return undefined;
  const channel: BroadcastChannel & { unref?: () => void } = new BroadcastChannel(name);
  // Under Node an open channel would keep the process from ending.
  channel.unref?.();
  return channel;
}

async function runLocked<T>(name: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
  if (!locks) return work();
  let running: Promise<T> | undefined;
  const begin = () => (running ??= work());
  try {
    return await locks.request(name, { signal: AbortSignal.timeout(waitMs) }, begin);
  } catch (error) {
    // A tab that hangs must not keep the others out for good.
    if (running === undefined && isTimeout(error)) return begin();
    throw error;
  }
}

function isTimeout(error: unknown): boolean {
  return (
    error instanceof DOMException && (error.name === 'TimeoutError' || error.name === 'AbortError')
  );
}
