import { useEffect, useState } from 'react';

/**
 * True in one of the tabs that want it and are looked at, as long as both is so; another one follows it. Pages over plain
 * http have no locks: there each tab is by itself.
 */
export function useOneTab(name: string, isWanted: boolean): boolean {
  const [isChosen, setChosen] = useState(false);
  useEffect(() => {
    if (!isWanted) return;
    const ends = new AbortController();
    let turn = new AbortController();
    const ask = () => {
      turn.abort();
      setChosen(false);
      if (document.visibilityState === 'hidden') return;
      turn = new AbortController();
      void waitForTurn(name, turn.signal, () => setChosen(true));
    };
    ask();
    document.addEventListener('visibilitychange', ask, ends);
    return () => {
      ends.abort();
      turn.abort();
      setChosen(false);
    };
  }, [name, isWanted]);
  return isChosen;
}

/** Has the turn until the signal ends it. */
async function waitForTurn(name: string, signal: AbortSignal, begin: () => void): Promise<void> {
  const hold = () => {
    if (signal.aborted) return undefined;
    begin();
    return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  };
  const locks = navigator.locks as LockManager | undefined;
  if (locks === undefined) return void hold();
  // Whoever is not looked at any more before its turn came asks again later.
  await locks.request(name, { signal }, hold).catch(() => undefined);
}
