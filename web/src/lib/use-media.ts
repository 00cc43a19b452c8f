import { useCallback, useSyncExternalStore } from 'react';

/** A window below the breakpoint of the classes `md:`: there an open item covers the board. */
export const NARROW = '(width < 52rem)';

const lists = new Map<string, MediaQueryList>();

function listOf(query: string): MediaQueryList | undefined {
  if (typeof window === 'undefined') return undefined;
  const list = lists.get(query) ?? window.matchMedia(query);
  lists.set(query, list);
  return list;
}

/** Whether the window is now as a media query says. */
export function isMedia(query: string): boolean {
  return listOf(query)?.matches ?? false;
}

/** Whether the window is as a media query says, also after it has changed. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = listOf(query);
      list?.addEventListener('change', listener);
      return () => list?.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => isMedia(query));
}
