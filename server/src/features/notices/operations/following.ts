import * as contract from '@boardwire/contract/following';
import {
  implement,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../../platform/operation.ts';
import { notFound } from '../../../platform/refusal.ts';
import { findFollowing, putFollowing } from '../store/following.ts';

const get = implement(contract.get, {
  handle: ({ itemId }, context) => describe(context, itemId),
});

const set = implement(contract.set, {
  async handle({ itemId, follows }, context) {
    const userId = requireUserId(context.actor);
    if (!(await putFollowing(context.tx, { itemId, userId, follows }))) throw notFound('This item');
    return describe(context, itemId);
  },
});

/** Whether one follows an item. */
export const followingOperations: readonly Operation[] = [get, set];

async function describe({ tx, actor }: OperationContext, itemId: string) {
  const { chosen, isAssigned, hasCommented } = await findFollowing(tx, {
    itemId,
    userId: requireUserId(actor),
  });
  if (chosen !== null) return { follows: chosen, because: 'chosen' } as const;
  if (isAssigned) return { follows: true, because: 'assigned' } as const;
  if (hasCommented) return { follows: true, because: 'commented' } as const;
  return { follows: false, because: 'nothing' } as const;
}
