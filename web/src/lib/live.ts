import { createLive, type Live } from '@boardwire/sdk/live';
import { useSyncExternalStore } from 'react';
import { client } from './client.ts';

let current: Live | undefined;

client.session.subscribe(() => {
  // A session that ended under somebody keeps its waiting edits for when the same person is back (web W27).
  if (client.session.get().status === 'signedOut') closeLive();
});

function closeLive(): void {
  current?.close();
  // What was open stays with nobody after a log-out (web W30); a database that fails has kept nothing.
  void current?.wipeCopies().catch(() => undefined);
  current = undefined;
}

/** The live connection of whoever is signed in: one for all boards, made at the first board and closed at log-out. */
export function openLive(): Live {
  current ??= createLive(client);
  return current;
}

/** The connection and the edits that wait for it. */
export function useLiveStatus(): ReturnType<Live['status']> {
  const live = openLive();
  return useSyncExternalStore(live.subscribe, live.status);
}
