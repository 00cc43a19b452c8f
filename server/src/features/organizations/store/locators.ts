import type { Locator, Location } from '../../../platform/access.ts';

/** Where the objects of this feature live, found by their own ids. */
export const locators: Record<'organization' | 'member' | 'role' | 'invitation', Locator> = {
  organization: locateBy('select id as "organizationId" from organizations where id = $1'),
  member: locateBy('select organization_id as "organizationId" from memberships where id = $1'),
  role: locateBy('select organization_id as "organizationId" from roles where id = $1'),
  invitation: locateBy('select organization_id as "organizationId" from invitations where id = $1'),
};

function locateBy(statement: string): Locator {
  return async (tx, objectId) => {
    const [row] = await tx.query<Location>(statement, [objectId]);
    return row ?? null;
  };
}
