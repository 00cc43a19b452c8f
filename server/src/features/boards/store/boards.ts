import type { Board, workspace } from '@boardwire/contract/board-model';
import type { BoardLevel } from '@boardwire/contract/board-levels';
import type { z } from 'zod';
import type { Transaction } from '../../../platform/database/database.ts';

/** A folder of boards. */
export type Workspace = z.output<typeof workspace>;

const WORKSPACE_COLUMNS = `w.id, w.organization_id as "organizationId", w.name, w.created_at as "createdAt"`;
const BOARD_COLUMNS = `b.id, b.organization_id as "organizationId", b.workspace_id as "workspaceId", b.name, b.description,
  b.prefix, b.visibility, b.created_by as "createdBy", b.created_at as "createdAt", b.archived_at as "archivedAt",
  b.deleted_at as "deletedAt"`;

/** The workspaces of an organization, by name. */
export function listWorkspaces(tx: Transaction, organizationId: string): Promise<Workspace[]> {
  return tx.query<Workspace>(
    `select ${WORKSPACE_COLUMNS} from workspaces w where w.organization_id = $1 order by lower(w.name), w.id`,
    [organizationId],
  );
}

export async function findWorkspace(tx: Transaction, id: string): Promise<Workspace | null> {
  const [row] = await tx.query<Workspace>(
    `select ${WORKSPACE_COLUMNS} from workspaces w where w.id = $1`,
    [id],
  );
  return row ?? null;
}

/** False when the name is taken. */
export async function insertWorkspace(tx: Transaction, row: Workspace): Promise<boolean> {
  const rows = await tx.query(
    `insert into workspaces (id, organization_id, name, created_at) values ($1, $2, $3, $4)
     on conflict (organization_id, lower(name)) do nothing returning 1`,
    [row.id, row.organizationId, row.name, row.createdAt],
  );
  return rows.length > 0;
}

/** False when another workspace has the name. */
export async function renameWorkspace(
  tx: Transaction,
  { id, organizationId, name }: Workspace,
): Promise<boolean> {
  const rows = await tx.query(
    `update workspaces set name = $3 where id = $2 and not exists (
       select from workspaces o where o.organization_id = $1 and lower(o.name) = lower($3) and o.id <> $2)
     returning 1`,
    [organizationId, id, name],
  );
  return rows.length > 0;
}

/** Boards of a workspace, those in the trash too. */
export async function countBoards(tx: Transaction, workspaceId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'select count(*)::int as count from boards where workspace_id = $1',
    [workspaceId],
  );
  return row?.count ?? 0;
}

export async function deleteWorkspace(tx: Transaction, id: string): Promise<void> {
  await tx.query('delete from workspaces where id = $1', [id]);
}

/** A board with the level of the person who asks. */
export interface BoardWithLevel extends Board {
  level: BoardLevel | null;
}

export async function findBoard(
  tx: Transaction,
  boardId: string,
  userId: string | null,
): Promise<BoardWithLevel | null> {
  const [row] = await tx.query<BoardWithLevel>(
    `select ${BOARD_COLUMNS}, m.level from boards b
     left join board_members m on m.organization_id = b.organization_id and m.board_id = b.id and m.user_id = $2
     where b.id = $1`,
    [boardId, userId],
  );
  return row ?? null;
}

/** Which boards a list asks for. */
export interface BoardQuery {
  organizationId: string;
  userId: string;
  /** Levels that let one read such a board. */
  levels: readonly BoardLevel[];
  /** Boards that are open to the organization count, those one is not named on among them. */
  seesOpen: boolean;
  /** So do private ones. */
  seesAll: boolean;
  state: 'active' | 'archived' | 'deleted';
  workspaceId: string | null;
  /** Only these; null for all. */
  ids: readonly string[] | null;
  after: { name: string; id: string } | null;
  limit: number;
}

const STATES = {
  active: 'b.archived_at is null and b.deleted_at is null',
  archived: 'b.archived_at is not null and b.deleted_at is null',
  // Those whose 30 days are over cannot be taken out any more; they go within the hour.
  deleted: "b.deleted_at > now() - interval '30 days'",
};

/** Two texts: with one for both, Postgres would plan for either and read all boards before the page. */
const FIRST_PAGE = '$6::text is null and $7::uuid is null';
const LATER_PAGE = '(b.name_key, b.id) > (lower($6), $7::uuid)';

/** The one predicate of which boards a person may read (security S21), by name. */
export function listBoards(tx: Transaction, query: BoardQuery): Promise<BoardWithLevel[]> {
  return tx.query<BoardWithLevel>(
    `select ${BOARD_COLUMNS}, m.level from boards b
     left join board_members m on m.organization_id = b.organization_id and m.board_id = b.id and m.user_id = $2
     where b.organization_id = $1 and ${STATES[query.state]}
       and (m.level = any($9) or ($3 and (b.visibility = 'organization' or $4)))
       and ($5::uuid is null or b.workspace_id = $5)
       and ($10::uuid[] is null or b.id = any($10))
       and ${query.after === null ? FIRST_PAGE : LATER_PAGE}
     order by b.name_key, b.id limit $8`,
    [
      query.organizationId,
      query.userId,
      query.seesOpen,
      query.seesAll,
      query.workspaceId,
      query.after?.name ?? null,
      query.after?.id ?? null,
      query.limit,
      query.levels,
      query.ids,
    ],
  );
}

/** Prefixes that boards of an organization use. */
export async function readPrefixes(tx: Transaction, organizationId: string): Promise<Set<string>> {
  const rows = await tx.query<{ prefix: string }>(
    'select prefix from boards where organization_id = $1',
    [organizationId],
  );
  return new Set(rows.map(({ prefix }) => prefix));
}

/** Stores a new board, whose log ends at `seq` and whose first items have the numbers up to `itemCount`. */
export async function insertBoard(
  tx: Transaction,
  board: Board,
  seq: number,
  itemCount = 0,
): Promise<void> {
  await tx.query(
    `insert into boards (organization_id, id, workspace_id, name, description, prefix, visibility, seq, created_by, created_at, deleted_at,
       next_item_number)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      board.organizationId,
      board.id,
      board.workspaceId,
      board.name,
      board.description,
      board.prefix,
      board.visibility,
      seq,
      board.createdBy,
      board.createdAt,
      board.deletedAt,
      itemCount + 1,
    ],
  );
}

/** Names a person on a board, or changes their level. */
export async function putBoardMember(
  tx: Transaction,
  row: { organizationId: string; boardId: string; userId: string; level: BoardLevel },
): Promise<void> {
  await tx.query(
    `insert into board_members (organization_id, board_id, user_id, level) values ($1, $2, $3, $4)
     on conflict (organization_id, board_id, user_id) do update set level = excluded.level`,
    [row.organizationId, row.boardId, row.userId, row.level],
  );
}
