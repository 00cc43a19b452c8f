import { createHash } from 'node:crypto';
import type { Database } from '../database/database.ts';

/**
 * Which Redis has served this instance before: its address was right once, so that its absence at a start is an outage and
 * no mistake.
 */
export interface KnownRedis {
  has(description: string): Promise<boolean>;
  add(description: string): Promise<void>;
}

/** Remembers in the instance's settings. */
export function createKnownRedis(database: Database): KnownRedis {
  return {
    has: (description) =>
      database.read('all', async (tx) => {
        const rows = await tx.query('select 1 from instance_settings where key = $1', [
          keyOf(description),
        ]);
        return rows.length > 0;
      }),
    add: (description) =>
      database.write('all', async (tx) => {
        await tx.query(
          `insert into instance_settings (key, value) values ($1, $2::jsonb)
           on conflict (key) do update set updated_at = now()`,
          [keyOf(description), JSON.stringify(description)],
        );
      }),
  };
}

function keyOf(description: string): string {
  return `knownRedis:${createHash('sha256').update(description).digest('hex').slice(0, 16)}`;
}
