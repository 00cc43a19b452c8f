import { createId } from '../../kernel/ids.ts';
import type { Database } from '../database/database.ts';

const SETTING = 'instanceId';

/** What tells this database's instance from others wherever they share something; made once. */
export function readInstanceId(database: Database): Promise<string> {
  return database.write('all', async (tx) => {
    await tx.query(
      `insert into instance_settings (key, value) values ('${SETTING}', $1::jsonb) on conflict (key) do nothing`,
      [JSON.stringify(createId())],
    );
    const [row] = await tx.query<{ value: string }>(
      `select value from instance_settings where key = '${SETTING}'`,
    );
    return row?.value ?? '';
  });
}
