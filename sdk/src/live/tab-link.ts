import type { LiveHub } from './hub-state.ts';
import type { FromHub, HubPort, ToHub } from './tab-port.ts';

/** What a link between tabs stands on. */
export interface TabLinkParts {
  /** Tabs of the same name share one hub. */
  name: string;
  tabId: string;
  /** Makes the hub of this tab, should it be elected. */
  createHub(tell: (message: FromHub) => void): LiveHub;
  hear(message: FromHub): void;
}

type Letter = { to: 'hub'; tab: string; message: ToHub } | { to: 'tabs'; message: FromHub };

/**
 * True where tabs can elect one of them: pages over plain http have no locks, and programs need none.
 */
export function canShareTabs(): boolean {
  return (
    typeof navigator !== 'undefined' &&
    navigator.locks !== undefined &&
    typeof BroadcastChannel !== 'undefined' &&
    typeof document !== 'undefined'
  );
}

/** The hub in this very program. */
export function openOwnHub({ tabId, createHub, hear }: TabLinkParts): HubPort {
  const hub = createHub(hear);
  void hub.start();
  return {
    send: (message) => hub.take(tabId, message),
    close: () => void hub.stop(),
  };
}

/** The hub of whichever tab holds the lock; when that tab ends, another one takes over (live L19). */
export function openSharedHub({ name, tabId, createHub, hear }: TabLinkParts): HubPort {
  const channel = new BroadcastChannel(name);
  const over = new AbortController();
  const isClosed = untilAborted(over.signal);
  const known = new Set<string>();
  let hub: LiveHub | null = null;

  const post = (letter: Letter) => over.signal.aborted || channel.postMessage(letter);
  channel.addEventListener('message', ({ data }: MessageEvent<Letter>) => {
    if (data.to === 'tabs') {
      if (hub === null) hear(data.message);
    } else if (hub !== null) {
      watchTab(data.tab);
      hub.take(data.tab, data.message);
    }
  });

  const watchTab = (tab: string) => {
    if (known.has(tab)) return;
    known.add(tab);
    whenGone(name, tab, over.signal, () => {
      known.delete(tab);
      hub?.take(tab, { t: 'goodbye' });
    });
  };
  const hold = { signal: over.signal };
  navigator.locks.request(lockOf(name, tabId), hold, () => isClosed).catch(ignoreAbort);
  const lead = async (): Promise<void> => {
    hub = createHub((message) => {
      hear(message);
      post({ to: 'tabs', message });
    });
    await hub.start();
    await isClosed;
    // The next one reads what this one wrote.
    await hub.stop();
  };
  navigator.locks.request(name, hold, lead).catch(ignoreAbort);
  post({ to: 'hub', tab: tabId, message: { t: 'hello' } });
  return {
    send(message) {
      if (hub === null) post({ to: 'hub', tab: tabId, message });
      else hub.take(tabId, message);
    },
    close() {
      if (hub === null) post({ to: 'hub', tab: tabId, message: { t: 'goodbye' } });
      void hub?.stop();
      over.abort();
      channel.close();
    },
  };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve());
  });
}

/** A tab that ends without a word gives its lock back. */
function whenGone(name: string, tab: string, signal: AbortSignal, bury: () => void): void {
  navigator.locks.request(lockOf(name, tab), { signal }, bury).catch(ignoreAbort);
}

function lockOf(name: string, tab: string): string {
  return `${name}:tab:${tab}`;
}

function ignoreAbort(error: unknown): void {
  if (error instanceof DOMException && error.name === 'AbortError') return;
  throw error;
}
