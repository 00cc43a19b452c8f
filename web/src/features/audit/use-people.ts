import { useMay, useOrganization } from '../../app/use-organization.ts';
import { useRead } from '../../lib/query.ts';

/** As many as one page of members holds. */
const PEOPLE_SHOWN = 100;

export interface Person {
  userId: string;
  name: string;
}

/** People whose acts can be filtered and whose names are known, for those who may see members. */
export function usePeople(): readonly Person[] {
  const { id: organizationId } = useOrganization();
  const enabled = useMay('members:read');
  const { data } = useRead('members.list', { organizationId, limit: PEOPLE_SHOWN }, { enabled });
  return data?.items ?? [];
}
