import type { Transaction } from '../../../platform/database/database.ts';
import type { OpenDigest } from './digests.ts';

/** Digests whose time has come, with the lines that they have; nobody else closes them meanwhile. */
export interface ClosingDigest extends OpenDigest {
  organizationId: string | null;
}

/** Takes digests that are to be closed; of those named, when some are. */
export function takeClosing(
  tx: Transaction,
  limit: number,
  ids: readonly string[] | null = null,
): Promise<ClosingDigest[]> {
  return tx.query<ClosingDigest>(
    `select id, organization_id as "organizationId", user_id as "userId", channel from digests
     where state = 'open' and closes_at <= now() and ($2::uuid[] is null or id = any($2))
     order by closes_at limit $1 for update skip locked`,
    [limit, ids],
  );
}

/** Digests whose time has come, the oldest first. */
export async function listClosing(tx: Transaction, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from digests where state = 'open' and closes_at <= now() order by closes_at limit $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

/** Tries to close a digest again a while later; what comes meanwhile is a line of it. */
export async function putOffDigest(tx: Transaction, id: string): Promise<void> {
  await tx.query(
    `update digests set closes_at = now() + interval '5 minutes' where id = $1 and state = 'open'`,
    [id],
  );
}

/** Which of these digests still have lines to carry. */
export async function listWithLines(
  tx: Transaction,
  digestIds: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `select distinct digest_id as id from deliveries where digest_id = any($1) and state = 'queued'`,
    [digestIds],
  );
  return new Set(rows.map(({ id }) => id));
}
