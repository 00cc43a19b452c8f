import { redirect } from '@tanstack/react-router';
import type { Input, Output } from '@boardwire/sdk/operations';
import { read } from '../lib/query.ts';
import { queryClient } from '../lib/query-client.ts';
import { usePreferences } from './preferences.ts';
import { hasSession, startSession } from './session.ts';
import type { Account } from './use-account.ts';

type Once = 'instance.status' | 'organizations.list';

/** How long a page that can be shown waits for what may be newer, in milliseconds. */
const PATIENCE_MS = 1_000;

/** What was read before serves as long as nobody answers: no press on an open page may blank it (web W20, W23). */
async function readOnce<Name extends Once>(name: Name): Promise<Output<Name>> {
  const queryKey = [name, {}];
  const known = queryClient.getQueryData<Output<Name>>(queryKey);
  const reading = queryClient.query({
    queryKey,
    queryFn: ({ signal }) => read<Name>(name, {} as Input<Name>, signal),
    // Only an act that touches it makes it old; navigation never waits for it otherwise.
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (known === undefined) return reading;
  const later = new Promise<Output<Name>>((resolve) => {
    setTimeout(() => resolve(known), PATIENCE_MS);
  });
  return Promise.race([reading.catch(() => known), later]);
}

/** Before an entry page: who is here, and what kind of instance this is. */
export async function loadEntry(): Promise<void> {
  await Promise.all([startSession(), readOnce('instance.status')]);
}

/** A path of this app to return to after signing in; anything else is dropped (security S37). */
export function readNext(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.startsWith('/')) return undefined;
  const { origin } = window.location;
  if (!URL.canParse(value, origin)) return undefined;
  // As the browser reads it: dots, breaks and backslashes can turn a path into another host.
  const url = new URL(value, origin);
  if (url.origin !== origin || url.pathname.startsWith('//')) return undefined;
  return url.pathname + url.search + url.hash;
}

/** Paths that the server answers itself: the app has no screen for them. */
const SERVER_PATH = /^\/(?:api|health|metrics)(?:[/?#]|$)/;

/** How to go on to `next`: inside the app, or by loading a page of the server. */
export function goingTo(next: string | undefined): { href: string; reloadDocument: boolean } {
  const href = next ?? '/';
  return { href, reloadDocument: SERVER_PATH.test(href) };
}

/** Whether the person left the first-run wizard before its end (web W46). */
function isInWizard(): boolean {
  if (!usePreferences.getState().isWizardOpen) return false;
  return queryClient.getQueryData<Account>(['accounts.get', {}])?.isInstanceOwner === true;
}

/** Before a page of a signed-in person: sends strangers to the log-in, and a new instance to its wizard. */
export async function requireSession({ location }: { location: { href: string } }): Promise<void> {
  await startSession();
  if (hasSession()) {
    if (location.href === '/' && isInWizard()) redirect({ to: '/welcome', throw: true });
    await readOnce('organizations.list');
    return;
  }
  const { needsOwner } = await readOnce('instance.status');
  if (needsOwner) redirect({ to: '/welcome', throw: true });
  const next = location.href === '/' ? {} : { next: location.href };
  redirect({ to: '/log-in', search: next, throw: true });
}

/** Before log-in and registration: nothing to do there for who is signed in. */
export async function requireStranger({
  search,
}: {
  search: { next?: string | undefined };
}): Promise<void> {
  await loadEntry();
  if (hasSession()) redirect({ ...goingTo(search.next), throw: true });
  const { needsOwner } = await readOnce('instance.status');
  if (needsOwner) redirect({ to: '/welcome', throw: true });
}
