import type { BoardLevel } from '@boardwire/contract/board-levels';
import type { Transaction } from '../../../platform/database/database.ts';

/** A role as it is stored; built-in ones have their permissions in code. */
export interface RoleRow {
  id: string;
  key: string | null;
  name: string;
  permissions: string[];
}

export function listRoles(tx: Transaction, organizationId: string): Promise<RoleRow[]> {
  return tx.query<RoleRow>(
    'select id, key, name, permissions from roles where organization_id = $1',
    [organizationId],
  );
}

/** Somebody who can see a board. */
export interface PersonRow {
  userId: string;
  name: string;
  email: string;
  sortName: string;
  roleId: string;
  level: BoardLevel | null;
}

/** Which people of a board to list. */
export interface PeopleQuery {
  organizationId: string;
  boardId: string;
  /** Roles whose members are in the organization at all. */
  roleIds: readonly string[];
  /** Roles that see the board without being named. */
  readingRoleIds: readonly string[];
  search: string | null;
  searchesAddresses: boolean;
  after: readonly [sortName: string, userId: string] | null;
  limit: number;
}

/** Active members who are named on the board or whose role sees it, by name. */
export function listPeopleOfBoard(tx: Transaction, query: PeopleQuery): Promise<PersonRow[]> {
  return tx.query<PersonRow>(
    `select m.user_id as "userId", u.name, u.email, lower(u.name) as "sortName", m.role_id as "roleId", b.level
     from memberships m join users u on u.id = m.user_id
     left join board_members b on b.organization_id = m.organization_id and b.board_id = $2 and b.user_id = m.user_id
     where m.organization_id = $1 and m.state = 'active' and m.role_id = any($3)
       and (b.level is not null or m.role_id = any($4))
       and ($5::text is null or strpos(lower(u.name), lower($5)) > 0 or ($6 and strpos(lower(u.email), lower($5)) > 0))
       and ($7::text is null or (lower(u.name), m.user_id) > ($7, $8::uuid))
     order by lower(u.name), m.user_id limit $9`,
    [
      query.organizationId,
      query.boardId,
      query.roleIds,
      query.readingRoleIds,
      query.search,
      query.searchesAddresses,
      query.after?.[0] ?? null,
      query.after?.[1] ?? null,
      query.limit,
    ],
  );
}
