import { useMemo } from 'react';
import { useMay, useOrganization } from '../../app/use-organization.ts';
import { useRead } from '../../lib/query.ts';

/** As many as one page of members holds. */
const PEOPLE_SHOWN = 100;

interface Person {
  userId: string;
  name: string;
}

/** People who can be chosen, for those who may see members. */
export function usePeople(): readonly Person[] {
  const { id: organizationId } = useOrganization();
  const enabled = useMay('members:read');
  const { data } = useRead('members.list', { organizationId, limit: PEOPLE_SHOWN }, { enabled });
  return data?.items ?? [];
}

/** Names of people by id. */
export function useNames(): ReadonlyMap<string, string> {
  const people = usePeople();
  return useMemo(() => new Map(people.map(({ userId, name }) => [userId, name])), [people]);
}
