import type { Database } from '../../platform/database/database.ts';

/** Entries of one transaction. */
const CHUNK_SIZE = 2_000;

/** Forgets entries that were archived or taken back `days` ago, in short transactions; answers how many. */
export async function forgetArchived(
  database: Pick<Database, 'write'>,
  days: number,
  signal?: AbortSignal,
): Promise<number> {
  let forgotten = 0;
  while (signal?.aborted !== true) {
    const rows = await database.write('all', (tx) =>
      tx.query(
        `delete from inbox_items where id = any(array(
           select id from inbox_items where (archived_at is not null or withdrawn_at is not null)
             and least(archived_at, withdrawn_at) < now() - make_interval(days => $1) limit $2 for update skip locked))
         returning 1`,
        [days, CHUNK_SIZE],
      ),
    );
    forgotten += rows.length;
    if (rows.length < CHUNK_SIZE) break;
  }
  return forgotten;
}
