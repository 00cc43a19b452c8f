import { permissionsOf } from '../../../platform/authorize.ts';
import { requireGrant, requireUserId, type OperationContext } from '../../../platform/operation.ts';
import { conflict } from '../../../platform/refusal.ts';
import type { Holder } from '../domain.ts';

/** Who acts, in which organization, with which rights. */
export interface Acting {
  organizationId: string;
  userId: string;
  membershipId: string;
  holder: Holder;
  isDeletionScheduled: boolean;
}

/** Who acts in the organization at hand. Its id comes from the located object, never from the input. */
export function requireActing(context: OperationContext): Acting {
  const grant = requireGrant(context);
  return {
    organizationId: grant.organizationId,
    userId: requireUserId(context.actor),
    membershipId: grant.membershipId,
    holder: { roleKey: grant.roleKey, permissions: permissionsOf(context.actor, grant) },
    isDeletionScheduled: grant.isDeletionScheduled,
  };
}

/** Refuses to let an organization grow that waits for its deletion. Throws CONFLICT. */
export function refuseWhileDeletionIsScheduled({ isDeletionScheduled }: Acting): void {
  if (!isDeletionScheduled) return;
  throw conflict(
    'deletion_scheduled',
    'This organization waits for its deletion: restore it first',
  );
}
