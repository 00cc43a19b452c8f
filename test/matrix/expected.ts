import type { ObjectType, OperationSpec } from '../../contract/src/define.ts';
import { boardLevelPermissions, type Permission } from '../../contract/src/permissions.ts';
import type { Principal } from './principals.ts';

/** What a declaration promises to a principal, as an HTTP status; `allowed` is any answer that is not a refusal of access. */
export type Verdict = 401 | 403 | 404 | 'allowed';

/**
 * Reads the verdict off the declaration and the principal's permissions. It is written apart from the product's own
 * decision on purpose: two readings of the same rule that must agree.
 */
export function expectVerdict(
  { access }: OperationSpec,
  principal: Principal,
  isPrivate = false,
): Verdict {
  if (access.kind === 'public') return 'allowed';
  if (principal.kind === 'anonymous' || principal.kind === 'invalid') return 401;
  if (access.kind === 'user')
    return principal.kind === 'user' || (principal.kind === 'apiKey' && access.apiKeys === true)
      ? 'allowed'
      : 403;
  if (access.kind === 'instance') return principal.isInstanceOwner === true ? 'allowed' : 403;
  if (principal.kind === 'apiKey' && access.apiKeys === false) return 403;
  if (principal.kind === 'shareLink') {
    if (access.shareLinks === false) return 403;
    // The link is one of the open board.
    if (!BOARD_OBJECTS.has(access.object) || isPrivate) return 404;
    return access.permission === 'board:read' ? 'allowed' : 403;
  }
  if (principal.permissions === null || !principal.permissions.includes('organization:read'))
    return 404;
  if (!BOARD_OBJECTS.has(access.object))
    return principal.permissions.includes(access.permission) ? 'allowed' : 403;
  const held = heldOnBoard(principal, isPrivate);
  if (!held.has('board:read')) return 404;
  return held.has(access.permission) ? 'allowed' : 403;
}

/** Objects that live on a board and follow its rules. */
const BOARD_OBJECTS: ReadonlySet<ObjectType> = new Set<ObjectType>([
  'board',
  'column',
  'group',
  'item',
  'view',
  'comment',
  'boardLink',
  'conflict',
]);

/** Whether what an operation is about lives on a board. */
export function isOnBoard({ access }: OperationSpec): boolean {
  return access.kind === 'permission' && BOARD_OBJECTS.has(access.object);
}

function heldOnBoard({ permissions, level, name }: Principal, isPrivate: boolean): Set<Permission> {
  const role = permissions ?? [];
  // The boards' maker is named on both, and so is the key that carries every scope of theirs.
  const isMaker = name === 'owner' || name === 'API key with every scope';
  const reaches = !isPrivate || isMaker || role.includes('boards:seeAll');
  const named = level === undefined ? [] : boardLevelPermissions[level];
  return new Set([...(reaches ? role : []), ...named]);
}

/** The verdict that an answer amounts to. */
export function readVerdict(status: number): Verdict {
  return status === 401 || status === 403 || status === 404 ? status : 'allowed';
}
