import type { Output } from '@boardwire/sdk/operations';
import { useRead } from '../lib/query.ts';
import { queryClient } from '../lib/query-client.ts';

export type Account = Output<'accounts.get'>;

const ACCOUNT_KEY = ['accounts.get', {}] as const;

/** Takes over an account that an answer carried, so that every screen shows it at once. */
export function rememberAccount(account: Account): void {
  queryClient.setQueryData(ACCOUNT_KEY, account);
}

/** The account of the signed-in person; screens below the shell always have one. */
export function useAccount(): Account {
  const { data } = useRead('accounts.get', {});
  if (!data) throw new Error('the account is read before any screen that needs it');
  return data;
}
