import { useSyncExternalStore } from 'react';
import { countTicks, followTime } from './follow-time.ts';
import { formatRelative } from './format.ts';

/** "5 minutes ago", which goes on with the time. */
export function useRelative(iso: string): string {
  useSyncExternalStore(followTime, countTicks);
  return formatRelative(iso);
}
