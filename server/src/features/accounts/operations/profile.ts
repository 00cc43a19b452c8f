import * as contract from '@boardwire/contract/accounts';
import { implement, requireUserId, type Operation } from '../../../platform/operation.ts';
import { updateProfile } from '../store/user-changes.ts';
import { requireUser, toAccount } from './account.ts';

const get = implement(contract.get, {
  async handle(_input, { tx, actor }) {
    return toAccount(await requireUser(tx, requireUserId(actor)));
  },
});

const PROFILE_FIELDS = ['name', 'locale', 'timeZone', 'theme'] as const;

const update = implement(contract.update, {
  async handle(input, context) {
    const userId = requireUserId(context.actor);
    await context.lock(userId);
    const before = await requireUser(context.tx, userId);
    const changed = PROFILE_FIELDS.filter(
      (field) => input[field] !== undefined && input[field] !== before[field],
    );
    if (changed.length === 0) return toAccount(before);
    const after = {
      ...before,
      ...Object.fromEntries(changed.map((field) => [field, input[field]])),
    };
    await updateProfile(context.tx, userId, after);
    context.emit(contract.userUpdated, userId, { userId, changed });
    context.audit({ action: contract.userUpdated.type, chain: { userId }, details: { changed } });
    return toAccount(after);
  },
});

/** One's own account and profile. */
export const profileOperations: readonly Operation[] = [get, update];
