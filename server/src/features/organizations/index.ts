import type { Feature } from '../../platform/feature.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { createChores, createNightlyChores } from './chores.ts';
import { invitationState } from './domain.ts';
import { hashInvitationToken } from './invitation-links.ts';
import { memberPages } from './member-pages.ts';
import { createAcceptanceOperations } from './operations/acceptance.ts';
import { createDeletionOperations } from './operations/deletion.ts';
import { createInvitationOperations } from './operations/invitations.ts';
import { memberOperations } from './operations/members.ts';
import { organizationOperations } from './operations/organizations.ts';
import { createOwnershipOperations } from './operations/ownership.ts';
import { roleOperations } from './operations/roles.ts';
import type { OrganizationsParts } from './parts.ts';
import { findInvitationByToken } from './store/invitations.ts';

export { loadGrants, permissionsOfRole } from './store/grants.ts';
export { locators } from './store/locators.ts';

/** Organizations, their members, roles and invitations. */
export function createOrganizationsFeature(parts: OrganizationsParts): Feature {
  return {
    operations: [
      ...organizationOperations,
      ...createDeletionOperations(parts),
      ...createOwnershipOperations(parts),
      ...memberOperations,
      ...roleOperations,
      ...createInvitationOperations(parts),
      ...createAcceptanceOperations(parts),
    ],
    chores: createChores(parts),
    scheduled: createNightlyChores(parts),
    caches: [memberPages],
  };
}

/** An invitation that can still be accepted. */
export interface OpenInvitation {
  invitationId: string;
  organizationId: string;
  /** The only address that may accept it; null when any may. */
  email: string | null;
  /** Whether holding this token proves that one reads mails to `email`; the link shown to the inviter does not. */
  provesAddress: boolean;
}

/** The open invitation that a link's token belongs to, or null. It stays open: only accepting uses it up. */
export async function findInvitation(
  tx: Transaction,
  token: string,
): Promise<OpenInvitation | null> {
  const found = await findInvitationByToken(tx, hashInvitationToken(token));
  if (found === null || found.organizationDeletionScheduledFor !== null) return null;
  if (invitationState(found, new Date()) !== 'open') return null;
  const { id: invitationId, organizationId, email, provesAddress } = found;
  return { invitationId, organizationId, email, provesAddress };
}
