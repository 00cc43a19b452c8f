import * as contract from '@boardwire/contract/organizations';
import { permissionNames } from '@boardwire/contract/permissions';
import type { OutputOf } from '@boardwire/contract/define';
import type { Actor } from '../../../platform/actor.ts';
import { authorize, permissionsOf } from '../../../platform/authorize.ts';
import {
  implement,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../../platform/operation.ts';
import { conflict, notFound } from '../../../platform/refusal.ts';
import { findBelonging, listBelongings, type Belonging } from '../store/grants.ts';
import {
  countOwned,
  findOrganization,
  insertOrganization,
  renameOrganization,
  type OrganizationRow,
} from '../store/organizations.ts';
import { requireActing } from './acting.ts';

/** Organizations that one person may own: keeps a stolen session from filling the database. */
const MAX_OWNED = 50;

const create = implement(contract.create, {
  async handle({ name }, context) {
    const { tx, actor, now } = context;
    const ownerId = requireUserId(actor);
    // Two requests of one person count one after the other.
    await context.lock(ownerId);
    if ((await countOwned(tx, ownerId)) >= MAX_OWNED) {
      throw conflict(
        'too_many_organizations',
        `You own ${MAX_OWNED} organizations, which is the limit: delete one or hand one over`,
      );
    }
    const organizationId = await insertOrganization(tx, { name, ownerId, now });
    context.emit(
      contract.organizationCreated,
      organizationId,
      { organizationId, name, ownerId },
      { isNew: true },
    );
    context.audit({ action: 'organization.created', chain: { organizationId }, details: { name } });
    context.bumpEpoch({ kind: 'user', subjectId: ownerId });
    return readOwn(context, organizationId);
  },
});

const list = implement(contract.list, {
  async handle(_input, { tx, actor }) {
    const belongings = await listBelongings(tx, requireUserId(actor));
    return belongings
      .filter(({ grant }) => authorize(actor, 'organization:read', grant) === 'allowed')
      .map((belonging) => toOwnOrganization(actor, belonging));
  },
});

const get = implement(contract.get, {
  handle: (_input, context) => readOwn(context, requireActing(context).organizationId),
});

const update = implement(contract.update, {
  async handle({ name }, context) {
    const { organizationId } = requireActing(context);
    const before = await requireOrganization(context, organizationId);
    if (before.name === name) return before;
    await renameOrganization(context.tx, organizationId, name);
    context.emit(contract.organizationRenamed, organizationId, {
      organizationId,
      from: before.name,
      to: name,
    });
    context.audit({
      action: 'organization.renamed',
      chain: { organizationId },
      details: { from: before.name, to: name },
    });
    return { ...before, name };
  },
});

/** Creating, listing, reading and renaming organizations. */
export const organizationOperations: readonly Operation[] = [create, list, get, update];

/** The organization's row. Throws NOT_FOUND when it is gone. */
export async function requireOrganization(
  { tx }: OperationContext,
  organizationId: string,
): Promise<OrganizationRow> {
  const found = await findOrganization(tx, organizationId);
  if (found === null) throw notFound('This organization');
  return found;
}

/** The organization as the person who asks sees it. Throws NOT_FOUND when they do not belong to it. */
export async function readOwn(
  { tx, actor }: OperationContext,
  organizationId: string,
): Promise<OutputOf<typeof contract.get>> {
  const belonging = await findBelonging(tx, requireUserId(actor), organizationId);
  if (belonging === null) throw notFound('This organization');
  return toOwnOrganization(actor, belonging);
}

function toOwnOrganization(
  actor: Actor,
  { grant, role, ...organization }: Belonging,
): OutputOf<typeof contract.get> {
  const held = permissionsOf(actor, grant);
  return {
    id: grant.organizationId,
    ...organization,
    role,
    permissions: permissionNames.filter((name) => held.has(name)),
  };
}
