import type { Input, Output } from '@boardwire/sdk/operations';
import { useMay, useOrganization } from '../../app/use-organization.ts';
import { queryClient } from '../../lib/query-client.ts';
import { useRead } from '../../lib/query.ts';

export type Person = Output<'members.list'>['items'][number];

/** As many as one page of members holds: most organizations are no larger. */
const NEAR_SHOWN = 100;
/** People whom a search finds at most. */
const FOUND_SHOWN = 20;
/** Characters that a search may have. */
const SEARCH_MAX = 120;

/** People who can be chosen: the first hundred, and whom the server finds in an organization that has more. */
export function usePeople(search: string): { people: readonly Person[]; isSearching: boolean } {
  const { id: organizationId } = useOrganization();
  const mayRead = useMay('members:read');
  const near = useRead('members.list', { organizationId, limit: NEAR_SHOWN }, { enabled: mayRead });
  const isLarge = near.data !== undefined && near.data.nextCursor !== null;
  const far = useRead(
    'members.list',
    { organizationId, search: search.slice(0, SEARCH_MAX), limit: FOUND_SHOWN },
    { enabled: mayRead && isLarge && search !== '' },
  );
  const people = new Map((near.data?.items ?? []).map((person) => [person.userId, person]));
  for (const person of far.data?.items ?? []) people.set(person.userId, person);
  return { people: [...people.values()], isSearching: near.isLoading || far.isLoading };
}

function onePerson(organizationId: string, userId: string): Input<'members.list'> {
  return { organizationId, userId, limit: 1 };
}

/** The name of a person of the organization; undefined while it is looked up, and of somebody who left. */
export function usePersonName(userId: string): string | undefined {
  const { id: organizationId } = useOrganization();
  const enabled = useMay('members:read') && userId !== '';
  const { data } = useRead('members.list', onePerson(organizationId, userId), { enabled });
  return data?.items[0]?.name;
}

/** Keeps the name of somebody who was just chosen: it is not asked for again. */
export function rememberPerson(organizationId: string, person: Person): void {
  const input = onePerson(organizationId, person.userId);
  const answer: Output<'members.list'> = { items: [person], nextCursor: null };
  queryClient.setQueryData(['members.list', input], answer);
}
