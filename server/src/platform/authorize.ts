import type { BoardLevel } from '@boardwire/contract/board-levels';
import { boardLevelPermissions, type Permission } from '@boardwire/contract/permissions';
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

/** What a board itself says about who may see it (SPEC A4). */
export interface BoardAccess {
  boardId: string;
  visibility: 'organization' | 'private';
  /** The level of the person who asks, when they are named on the board. */
  level: BoardLevel | null;
  /** In the trash: only those who may restore it see it. */
  isDeleted: boolean;
}

/**
 * The one decision (security S20, S22): may `actor` use `permission` in the organization that `grant` speaks of, on the
 * board when the object lives on one? `grant` is null for people who do not belong to it: they are told that nothing is
 * there.
 */
export function authorize(
  actor: Actor,
  permission: Permission,
  grant: Grant | null,
  board: BoardAccess | null = null,
): Decision {
  if (actor.kind === 'anonymous') return 'unauthorized';
  if (actor.kind === 'system') return 'allowed';
  if (actor.kind === 'shareLink') return decideLink(actor, permission, board);
  if (grant === null) return 'notFound';
  if (!permissionsOf(actor, grant).has('organization:read')) return 'notFound';
  if (grant.isDeletionScheduled && !permissionsOf(actor, grant).has('organization:delete'))
    return 'notFound';
  const held = permissionsOf(actor, grant, board);
  if (board !== null && !held.has('board:read')) return 'notFound';
  return held.has(permission) ? 'allowed' : 'forbidden';
}

/** Whether only the trash keeps the board from an actor, so that nothing new is said by saying so. */
export function isInTrash(actor: Actor, grant: Grant | null, board: BoardAccess | null): boolean {
  if (board === null || !board.isDeleted || actor.kind === 'shareLink') return false;
  const restored = { ...board, isDeleted: false };
  return authorize(actor, 'board:read', grant, restored) === 'allowed';
}

/** A link shows its own board and nothing else. */
function decideLink(
  { boardId }: { boardId: string },
  permission: Permission,
  board: BoardAccess | null,
): Decision {
  if (board === null || board.boardId !== boardId || board.isDeleted) return 'notFound';
  return permission === 'board:read' ? 'allowed' : 'forbidden';
}

/**
 * The permissions that `actor` can use under `grant`, on `board` when one is given: a key never has more than its
 * scopes, its owner or its organization.
 */
export function permissionsOf(
  actor: Actor,
  grant: Grant | null,
  board: BoardAccess | null = null,
): ReadonlySet<Permission> {
  if (grant === null) return new Set();
  const held = board === null ? grant.permissions : permissionsOnBoard(grant, board);
  if (actor.kind === 'user') return held;
  if (actor.kind !== 'apiKey' || actor.organizationId !== grant.organizationId) return new Set();
  return new Set(actor.scopes.filter((scope) => held.has(scope)));
}

/** A role reaches boards that are open to the organization; a level reaches its board, open or private. */
export function permissionsOnBoard(
  grant: Pick<Grant, 'permissions'>,
  board: BoardAccess,
): ReadonlySet<Permission> {
  const isOpen = board.visibility === 'organization' || grant.permissions.has('boards:seeAll');
  const held = new Set<Permission>(isOpen ? grant.permissions : []);
  if (board.level !== null) for (const name of boardLevelPermissions[board.level]) held.add(name);
  return board.isDeleted && !held.has('board:administer') ? new Set() : held;
}
