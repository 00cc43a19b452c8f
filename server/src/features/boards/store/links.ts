import type { Transaction } from '../../../platform/database/database.ts';

/** A link that shows a board. */
export interface BoardLink {
  id: string;
  boardId: string;
  createdBy: string;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
}

const COLUMNS = `l.id, l.board_id as "boardId", l.created_by as "createdBy", l.created_at as "createdAt",
  l.expires_at as "expiresAt", l.last_used_at as "lastUsedAt"`;
const WORKS = 'l.revoked_at is null and (l.expires_at is null or l.expires_at > now())';

/** Links of a board that still work, newest first. */
export function listLinks(tx: Transaction, boardId: string): Promise<BoardLink[]> {
  return tx.query<BoardLink>(
    `select ${COLUMNS} from board_links l where l.board_id = $1 and ${WORKS} order by l.created_at desc, l.id`,
    [boardId],
  );
}

export async function insertLink(
  tx: Transaction,
  organizationId: string,
  link: BoardLink & { tokenHash: Buffer },
): Promise<void> {
  await tx.query(
    `insert into board_links (organization_id, id, board_id, token_hash, created_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      organizationId,
      link.id,
      link.boardId,
      link.tokenHash,
      link.createdBy,
      link.createdAt,
      link.expiresAt,
    ],
  );
}

/** False when it was revoked before. */
export async function revokeLink(
  tx: Transaction,
  boardId: string,
  linkId: string,
  now: Date,
): Promise<boolean> {
  const rows = await tx.query(
    'update board_links set revoked_at = $3 where board_id = $1 and id = $2 and revoked_at is null returning 1',
    [boardId, linkId, now],
  );
  return rows.length > 0;
}

/** A link that works. */
export interface WorkingLink {
  linkId: string;
  boardId: string;
  organizationId: string;
  endsInMs: number | null;
  /** Its use was not written down within the last minute. */
  isUseUnknown: boolean;
}

const IS_USE_UNKNOWN = `(l.last_used_at is null or l.last_used_at < now() - interval '1 minute')`;

/** Writes down that a link was used; several at once write once. */
export async function noteLinkUse(tx: Transaction, linkId: string): Promise<void> {
  await tx.query(
    `update board_links l set last_used_at = now() where l.id = $1 and ${IS_USE_UNKNOWN}`,
    [linkId],
  );
}

/** The working link that a secret belongs to. */
export async function findLinkByToken(
  tx: Transaction,
  tokenHash: Buffer,
): Promise<WorkingLink | null> {
  const [row] = await tx.query<WorkingLink>(
    `select l.id as "linkId", ${IS_USE_UNKNOWN} as "isUseUnknown", l.board_id as "boardId", l.organization_id as "organizationId",
       ceil(extract(epoch from l.expires_at - clock_timestamp()) * 1000)::float8 as "endsInMs"
     from board_links l where l.token_hash = $1 and ${WORKS}`,
    [tokenHash],
  );
  return row ?? null;
}

/** Those of the links that still show their board. */
export async function listWorkingLinks(
  tx: Transaction,
  linkIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (linkIds.length === 0) return new Set();
  const rows = await tx.query<{ id: string }>(
    `select l.id from board_links l where l.id = any($1) and ${WORKS}`,
    [linkIds],
  );
  return new Set(rows.map(({ id }) => id));
}
