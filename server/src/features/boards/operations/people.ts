import { z } from 'zod';
import type { BoardLevel } from '@boardwire/contract/board-levels';
import { listPeople as contract, type PersonOnBoard } from '@boardwire/contract/board-people';
import { boardLevelPermissions, type Permission } from '@boardwire/contract/permissions';
import {
  permissionsOf,
  permissionsOnBoard,
  type BoardAccess,
} from '../../../platform/authorize.ts';
import { decodeCursor, toPage } from '../../../platform/cursor.ts';
import { implement, requireGrant, type Operation } from '../../../platform/operation.ts';
import { notFound } from '../../../platform/refusal.ts';
import { permissionsOfRole } from '../../organizations/index.ts';
import { findBoard } from '../store/boards.ts';
import {
  listPeopleOfBoard,
  listRoles,
  type PersonRow,
  type RoleRow,
} from '../store/board-people.ts';

const PLACE = z.tuple([z.string(), z.uuid()]);
/** Levels from the one that gives most. */
const FROM_MOST: readonly BoardLevel[] = ['owner', 'editor', 'commenter', 'viewer'];

type Board = Pick<BoardAccess, 'boardId' | 'visibility'>;

const listPeople = implement(contract, {
  async handle({ boardId, search, cursor, limit }, context) {
    const { tx } = context;
    const grant = requireGrant(context);
    const { organizationId } = grant;
    const found = await findBoard(tx, boardId, null);
    if (found === null) throw notFound('This board');
    const board: Board = { boardId, visibility: found.visibility };
    const roles = await listRoles(tx, organizationId);
    const byId = new Map(roles.map((role) => [role.id, role]));
    // Who may not see the members of the organization learns of those beside them on the board alone (security S49).
    const seesMembers = permissionsOf(context.actor, grant).has('members:read');
    const rows = await listPeopleOfBoard(tx, {
      organizationId,
      boardId,
      roleIds: roles.filter((role) => belongs(role)).map(({ id }) => id),
      readingRoleIds: seesMembers
        ? roles.filter((role) => belongs(role) && levelByRole(role, board)).map(({ id }) => id)
        : [],
      search: search === undefined || search === '' ? null : search,
      searchesAddresses: seesMembers,
      after: decodeCursor(cursor, PLACE),
      limit: limit + 1,
    });
    const page = toPage(rows, limit, ({ sortName, userId }) => [sortName, userId]);
    const items = page.items.flatMap((row) => describe(row, byId.get(row.roleId), board));
    return { ...page, items: seesMembers ? items : items.map(toStranger) };
  },
});

/** What somebody is told who may see neither members nor roles. */
function toStranger(person: PersonOnBoard): PersonOnBoard {
  return { ...person, email: null, role: null, byRole: null, seesAll: false };
}

/** Who can see a board. */
export const peopleReads: readonly Operation[] = [listPeople];

function describe(row: PersonRow, role: RoleRow | undefined, board: Board): PersonOnBoard[] {
  if (role === undefined) return [];
  const { userId, name, email, level } = row;
  const held = new Set(permissionsOfRole(role.key, role.permissions));
  const can = levelOf(permissionsOnBoard({ permissions: held }, accessOf(board, level)));
  if (can === null) return [];
  return [
    {
      userId,
      name,
      email,
      role: { key: role.key, name: role.name },
      level,
      byRole: levelByRole(role, board),
      seesAll: held.has('boards:seeAll'),
      can,
    },
  ];
}

/** Without this a role leads to nothing, whatever else it has. */
function belongs({ key, permissions }: RoleRow): boolean {
  return permissionsOfRole(key, permissions).includes('organization:read');
}

function levelByRole({ key, permissions }: RoleRow, board: Board): BoardLevel | null {
  const held = new Set(permissionsOfRole(key, permissions));
  return levelOf(permissionsOnBoard({ permissions: held }, accessOf(board, null)));
}

function accessOf(board: Board, level: BoardLevel | null): BoardAccess {
  return { ...board, level, isDeleted: false };
}

/** The highest level that these permissions cover; a role may lie between two. */
function levelOf(held: ReadonlySet<Permission>): BoardLevel | null {
  const covers = (level: BoardLevel) =>
    boardLevelPermissions[level].every((name) => held.has(name));
  return FROM_MOST.find(covers) ?? null;
}
