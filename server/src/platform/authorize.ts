import type { Permission } from '@boardwire/contract/permissions';
import type { Actor } from './actor.ts';

/** What a person may do in an organization, from their membership and its role. */
export interface Grant {
  organizationId: string;
  membershipId: string;
  roleId: string;
  roleKey: string | null;
  permissions: ReadonlySet<Permission>;
  /** True while the organization waits for its deletion: then only those who may delete it see it. */
  isDeletionScheduled: boolean;
  /** Milliseconds from loading until the day of the deletion ends the grant; null when none is set. */
  endsInMs: number | null;
}

/** The answer to "may this actor do that here". */
export type Decision = 'allowed' | 'unauthorized' | 'forbidden' | 'notFound';

/**
 * The one decision (security S20, S22): may `actor` use `permission` in the organization that `grant` speaks of?
 * `grant` is null for people who do not belong to it: they are told that nothing is there.
 */
export function authorize(actor: Actor, permission: Permission, grant: Grant | null): Decision {
  if (actor.kind === 'anonymous') return 'unauthorized';
  if (actor.kind === 'system') return 'allowed';
  if (grant === null) return 'notFound';
  const held = permissionsOf(actor, grant);
  if (!held.has('organization:read')) return 'notFound';
  if (grant.isDeletionScheduled && !held.has('organization:delete')) return 'notFound';
  return held.has(permission) ? 'allowed' : 'forbidden';
}

/** The permissions that `actor` can use under `grant`: a key never has more than its scopes, its owner or its organization. */
export function permissionsOf(actor: Actor, grant: Grant | null): ReadonlySet<Permission> {
  if (grant === null) return new Set();
  if (actor.kind === 'user') return grant.permissions;
  if (actor.kind !== 'apiKey' || actor.organizationId !== grant.organizationId) return new Set();
  return new Set(actor.scopes.filter((scope) => grant.permissions.has(scope)));
}
