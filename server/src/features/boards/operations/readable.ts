import type { OutputOf } from '@boardwire/contract/define';
import type * as contract from '@boardwire/contract/boards';
import { boardLevels, type BoardLevel } from '@boardwire/contract/board-levels';
import {
  boardLevelPermissions,
  permissionNames,
  type Permission,
} from '@boardwire/contract/permissions';
import { permissionsOf, type BoardAccess } from '../../../platform/authorize.ts';
import { NOBODY } from '../../../platform/board/visitor-events.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import { requireUserId, type OperationContext } from '../../../platform/operation.ts';
import { boardLists, type BoardListKey } from '../board-lists.ts';
import { listBoards, type BoardQuery, type BoardWithLevel } from '../store/boards.ts';

/** A board as a list shows it. */
export type ListedBoard = OutputOf<typeof contract.get>;

/** Which boards of an organization. */
export interface ReadableQuery {
  organizationId: string;
  state: BoardQuery['state'];
  workspaceId?: string | undefined;
  /** Only these. */
  ids?: readonly string[];
  after?: BoardQuery['after'];
  limit?: number;
}

const ALL = 10_000;

/** Boards that the actor may read, by the same rules as a single read (security S21). */
export async function listReadable(
  context: OperationContext,
  { organizationId, state, workspaceId, ids, after, limit = ALL }: ReadableQuery,
): Promise<BoardWithLevel[]> {
  const { actor, grant } = context;
  const held = permissionsOf(actor, grant);
  // The trash shows what one may take out of it.
  const needed: Permission = state === 'deleted' ? 'board:administer' : 'board:read';
  const mayAsk = actor.kind !== 'apiKey' || actor.scopes.includes(needed);
  const scope = { organizationId, userId: requireUserId(actor) };
  const key: BoardListKey = {
    levels: mayAsk ? boardLevels.filter((level) => levelHas(level, needed)) : [],
    seesOpen: held.has(needed) && held.has('board:read'),
    seesAll: held.has('boards:seeAll'),
    state,
    workspaceId: workspaceId ?? null,
    ids: ids?.toSorted() ?? null,
    after: after ?? null,
    limit,
  };
  const load = (tx: Transaction) => listBoards(tx, { ...scope, ...key });
  // What leaves the trash by itself leaves it without an event.
  return state === 'deleted' ? load(context.tx) : context.cached(boardLists, { scope, key, load });
}

function levelHas(level: BoardLevel, permission: Permission): boolean {
  return (boardLevelPermissions[level] as readonly Permission[]).includes(permission);
}

/** What the row says of the person whose level it carries. */
function accessOf({ id, visibility, level, deletedAt }: BoardWithLevel): BoardAccess {
  return { boardId: id, visibility, level, isDeleted: deletedAt !== null };
}

/** The board with what the actor may do on it. */
export function toListed(context: OperationContext, row: BoardWithLevel): ListedBoard {
  const { level: _level, ...board } = row;
  const { actor, grant } = context;
  if (actor.kind === 'shareLink')
    return { ...board, createdBy: NOBODY, permissions: ['board:read'] };
  const held = permissionsOf(actor, grant, accessOf(row));
  return { ...board, permissions: permissionNames.filter((name) => held.has(name)) };
}
