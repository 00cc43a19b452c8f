import type { QueryCacheNotifyEvent } from '@tanstack/react-query';
import type { OperationName } from '@boardwire/sdk/operations';
import { client } from '../lib/client.ts';
import { queryClient } from '../lib/query-client.ts';
import type { Account } from './use-account.ts';

/** What the frame around a board needs when nobody answers: who is here, and the lists of the sidebar. */
const KEPT: ReadonlySet<string> = new Set<OperationName>([
  'accounts.get',
  'organizations.list',
  'workspaces.list',
  'boards.list',
  'favourites.list',
  'recents.list',
  'members.list',
]);

const KEY = 'boardwire.offline';
/** Changes of the lists come in bursts. */
const SAVE_AFTER_MS = 1_000;

interface Kept {
  account: Account;
  reads: [key: readonly unknown[], data: unknown][];
}

let timer: ReturnType<typeof setTimeout> | undefined;

function isKept({ type, query }: QueryCacheNotifyEvent): boolean {
  const [name, , kind] = query.queryKey as [string, unknown, unknown];
  return type === 'updated' && KEPT.has(name) && kind === undefined;
}

function save(): void {
  timer = undefined;
  // Lists that were on their way when the person logged out, perhaps in another tab.
  if (client.session.get().status !== 'signedIn') return;
  const account = queryClient.getQueryData<Account>(['accounts.get', {}]);
  if (account === undefined) return;
  const reads = queryClient
    .getQueryCache()
    .getAll()
    .filter(({ queryKey, state }) => KEPT.has(String(queryKey[0])) && state.data !== undefined)
    .filter(({ queryKey }) => queryKey.length === 2)
    .map(({ queryKey, state }): Kept['reads'][number] => [queryKey, state.data]);
  try {
    localStorage.setItem(KEY, JSON.stringify({ account, reads } satisfies Kept));
  } catch {
    // No room, or storage is blocked: without it the app needs the server to start.
  }
}

/** Keeps what the frame shows, for a start without the server (web W20, W23). */
export function keepForOffline(): void {
  queryClient.getQueryCache().subscribe((event) => {
    if (isKept(event)) timer ??= setTimeout(save, SAVE_AFTER_MS);
  });
}

/** Whoever used this browser last, and what the frame showed them; null when nobody is signed in here. */
export function readOfflineAccount(): Account | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Kept | null;
    if (kept === null) return null;
    // Old from the start: each is asked for anew as soon as somebody answers.
    for (const [key, data] of kept.reads) queryClient.setQueryData(key, data, { updatedAt: 1 });
    return kept.account;
  } catch {
    return null;
  }
}

/** Log-out leaves nothing behind (web W30). */
export function wipeOffline(): void {
  clearTimeout(timer);
  timer = undefined;
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was kept, then.
  }
}
