import * as contract from '@boardwire/contract/api-keys';
import { permissionNames, type Permission } from '@boardwire/contract/permissions';
import { createId } from '../../kernel/ids.ts';
import { permissionsOf } from '../../platform/authorize.ts';
import {
  implement,
  requireGrant,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../platform/operation.ts';
import { conflict, invalid, notFound, Refusal } from '../../platform/refusal.ts';
import { createKey } from './key-format.ts';
import { countKeysOf, findKey, insertKey, listKeys, revokeKey } from './store.ts';

/** Working keys of one person in one organization. */
const MAX_KEYS = 50;

const list = implement(contract.list, {
  handle(_input, context) {
    const ownerId = maySeeAll(context) ? null : requireUserId(context.actor);
    return listKeys(context.tx, requireGrant(context).organizationId, ownerId);
  },
});

const create = implement(contract.create, {
  async handle({ name, scopes, expiresAt }, context) {
    const { tx, actor, now } = context;
    const { organizationId, isDeletionScheduled } = requireGrant(context);
    const ownerId = requireUserId(actor);
    demandOwnScopes(context, scopes);
    if (expiresAt !== null && Date.parse(expiresAt) <= now.getTime()) {
      throw invalid({
        path: 'expiresAt',
        message: 'Choose a moment in the future, or null for no end',
      });
    }
    if (isDeletionScheduled) {
      throw conflict(
        'deletion_scheduled',
        'This organization waits for its deletion: restore it first',
      );
    }
    if ((await countKeysOf(tx, organizationId, ownerId)) >= MAX_KEYS) {
      throw conflict(
        'too_many_keys',
        `You have ${MAX_KEYS} keys here, which is the limit: revoke one first`,
      );
    }
    const id = createId();
    const { key, prefix, secretHash } = createKey();
    const granted = permissionNames.filter((permission) => scopes.includes(permission));
    await insertKey(tx, {
      organizationId,
      id,
      ownerId,
      name,
      prefix,
      secretHash,
      scopes: granted,
      now,
      expiresAt,
    });
    context.emit(contract.apiKeyCreated, organizationId, { organizationId, apiKeyId: id, ownerId });
    context.audit({
      action: contract.apiKeyCreated.type,
      chain: { organizationId },
      target: { type: 'apiKey', id },
      details: { name, prefix, scopes: granted, expiresAt },
    });
    return { ...(await requireKey(context, id)), secret: key };
  },
});

const revoke = implement(contract.revoke, {
  async handle({ apiKeyId }, context) {
    const { organizationId } = requireGrant(context);
    const { id, owner, name, prefix } = await requireKey(context, apiKeyId);
    const isOwn = owner.userId === requireUserId(context.actor);
    // Whoever may not see a key is told that there is none (security S22).
    if (!isOwn && !maySeeAll(context)) throw notFound('This API key');
    if (!(await revokeKey(context.tx, organizationId, id))) throw notFound('This API key');
    context.emit(contract.apiKeyRevoked, organizationId, {
      organizationId,
      apiKeyId: id,
      ownerId: owner.userId,
    });
    context.audit({
      action: contract.apiKeyRevoked.type,
      chain: { organizationId },
      target: { type: 'apiKey', id },
      details: { name, prefix, ownerId: owner.userId },
    });
    context.bumpEpoch({ kind: 'apiKey', subjectId: id });
    return { done: true } as const;
  },
});

/** API keys of an organization. */
export const apiKeyOperations: readonly Operation[] = [list, create, revoke];

function maySeeAll(context: OperationContext): boolean {
  return permissionsOf(context.actor, requireGrant(context)).has('apiKeys:manage');
}

/** A key never starts with more than its owner has (security S9, S23). Throws FORBIDDEN. */
function demandOwnScopes(context: OperationContext, scopes: readonly Permission[]): void {
  const held = permissionsOf(context.actor, requireGrant(context));
  const missing = scopes.filter((scope) => !held.has(scope));
  if (missing.length === 0) return;
  throw new Refusal('FORBIDDEN', `You do not have ${missing.join(', ')} yourself: leave it out`, {
    reason: 'above_oneself',
    permissions: missing,
  });
}

async function requireKey(context: OperationContext, apiKeyId: string) {
  const found = await findKey(context.tx, requireGrant(context).organizationId, apiKeyId);
  if (found === null) throw notFound('This API key');
  return found;
}
