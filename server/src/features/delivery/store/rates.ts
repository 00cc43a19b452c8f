import type { Transaction } from '../../../platform/database/database.ts';
import type { Need } from '../domain/channel-rates.ts';
import { takeToken } from '../domain/rate.ts';

/** What became of a wish for tokens: all were there, or the first that was not, and when it will be. */
export type Tokens =
  | { kind: 'taken' }
  | { kind: 'none'; need: Need; retryAtMs: number; nowMs: number };

/**
 * Takes a token of each bucket for each wish, in their order: all of a wish's or none. Times are the database's; buckets
 * stay locked to the end of the transaction, so that two workers never take the same one.
 */
export async function takeTokens(
  tx: Transaction,
  wishes: readonly (readonly Need[])[],
): Promise<Tokens[]> {
  const scopes = [
    ...new Set(wishes.flatMap((needs) => needs.map(({ scope }) => scope))),
  ].toSorted();
  if (scopes.length === 0) return wishes.map(() => ({ kind: 'taken' }));
  const { buckets, nowMs } = await lockBuckets(tx, scopes);
  const changed = new Set<string>();
  const results = wishes.map((needs): Tokens => {
    const taken = new Map<string, number>();
    for (const need of needs) {
      const token = takeToken(need.rate, buckets.get(need.scope) ?? null, nowMs);
      if (!token.isTaken) return { kind: 'none', need, retryAtMs: token.retryAt, nowMs };
      taken.set(need.scope, token.nextFreeAt);
    }
    for (const [scope, nextFreeAt] of taken) {
      buckets.set(scope, nextFreeAt);
      changed.add(scope);
    }
    return { kind: 'taken' };
  });
  await saveBuckets(tx, [...changed].toSorted(), buckets);
  return results;
}

async function lockBuckets(tx: Transaction, scopes: readonly string[]) {
  // A bucket that is not there yet is made first: only a row can be locked.
  const rows = await tx.query<{ scope: string; nextFreeAt: number; nowMs: number }>(
    `insert into rate_buckets as b (scope, next_free_at) select scope, now() from unnest($1::text[]) as scope order by scope
     on conflict (scope) do update set next_free_at = b.next_free_at
     returning scope, extract(epoch from next_free_at)::float8 * 1000 as "nextFreeAt",
       extract(epoch from clock_timestamp())::float8 * 1000 as "nowMs"`,
    [scopes],
  );
  return {
    buckets: new Map(rows.map(({ scope, nextFreeAt }) => [scope, nextFreeAt])),
    nowMs: Math.max(...rows.map((row) => row.nowMs)),
  };
}

async function saveBuckets(
  tx: Transaction,
  scopes: readonly string[],
  buckets: ReadonlyMap<string, number>,
): Promise<void> {
  if (scopes.length === 0) return;
  await tx.query(
    `update rate_buckets as b set next_free_at = to_timestamp(t.at / 1000.0)
     from unnest($1::text[], $2::float8[]) as t (scope, at) where b.scope = t.scope`,
    [scopes, scopes.map((scope) => buckets.get(scope))],
  );
}

/** Forgets buckets that have been full again for an hour; a new one says the same. */
export async function deleteIdleBuckets(tx: Transaction): Promise<void> {
  await tx.query(`delete from rate_buckets where next_free_at < now() - interval '1 hour'`);
}
