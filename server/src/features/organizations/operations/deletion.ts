import * as contract from '@boardwire/contract/organizations';
import { DAY_MS } from '../../../kernel/time.ts';
import { implement, type Operation, type OperationContext } from '../../../platform/operation.ts';
import { conflict, invalid, notFound } from '../../../platform/refusal.ts';
import type { OrganizationsParts } from '../parts.ts';
import { findMemberByUser } from '../store/members.ts';
import {
  cancelDeletion,
  listOwnerAddresses,
  scheduleDeletion,
  type OrganizationRow,
} from '../store/organizations.ts';
import { requireActing } from './acting.ts';
import { requireOrganization } from './organizations.ts';

/** Time to change one's mind. */
const GRACE_MS = 30 * DAY_MS;

/** Scheduling and calling off the deletion of an organization. */
export function createDeletionOperations(parts: OrganizationsParts): Operation[] {
  return [remove(parts), restore];
}

function remove(parts: OrganizationsParts): Operation {
  return implement(contract.remove, {
    async handle({ confirmName }, context) {
      const { organizationId } = requireActing(context);
      const organization = await requireOrganization(context, organizationId);
      if (organization.deletionScheduledFor !== null) {
        throw conflict(
          'deletion_scheduled',
          'The deletion of this organization is scheduled already',
        );
      }
      if (confirmName !== organization.name) {
        throw invalid({ path: 'confirmName', message: 'Type the exact name of the organization' });
      }
      const on = new Date(context.now.getTime() + GRACE_MS);
      await scheduleDeletion(context.tx, organizationId, on);
      context.emit(contract.organizationDeletionScheduled, organizationId, {
        organizationId,
        on: on.toISOString(),
      });
      context.audit({
        action: 'organization.deletionScheduled',
        chain: { organizationId },
        details: { on: on.toISOString() },
      });
      context.bumpEpoch({ kind: 'organization', subjectId: organizationId });
      await writeToOwners(parts, context, {
        ...organization,
        deletionScheduledFor: on.toISOString(),
      });
      return { ...organization, deletionScheduledFor: on.toISOString() };
    },
  });
}

async function writeToOwners(
  { queueMail, config }: OrganizationsParts,
  context: OperationContext,
  { id, name, deletionScheduledFor }: OrganizationRow,
): Promise<void> {
  const { userId } = requireActing(context);
  const by = await findMemberByUser(context.tx, id, userId);
  for (const { email, locale } of await listOwnerAddresses(context.tx, id)) {
    await queueMail(context, {
      template: 'organizationDeletionScheduled',
      to: email,
      locale,
      organizationId: id,
      params: {
        organizationName: name,
        byName: by?.member.name ?? '',
        on: deletionScheduledFor ?? '',
        settingsLink: `${config.PUBLIC_URL}/o/${id}/settings`,
      },
    });
  }
}

const restore = implement(contract.restore, {
  async handle(_input, context) {
    const { organizationId } = requireActing(context);
    const organization = await requireOrganization(context, organizationId);
    if (organization.deletionScheduledFor === null) {
      throw conflict('not_scheduled', 'No deletion of this organization is scheduled');
    }
    if (!(await cancelDeletion(context.tx, organizationId))) throw notFound('This organization');
    context.emit(contract.organizationRestored, organizationId, { organizationId });
    context.audit({ action: 'organization.restored', chain: { organizationId } });
    context.bumpEpoch({ kind: 'organization', subjectId: organizationId });
    return { ...organization, deletionScheduledFor: null };
  },
});
