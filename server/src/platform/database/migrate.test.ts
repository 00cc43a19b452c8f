import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../../../../test/harness/global-setup.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/postgres.ts';
import { useTempFolders } from '../../../../test/harness/temp-folders.ts';
import { createLog } from '../log.ts';
import { migrate } from './migrate.ts';

const folder = fileURLToPath(new URL('../../../migrations/', import.meta.url));
const log = createLog('silent');
const newFolder = useTempFolders('migrations');

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

describe('migrations', () => {
  it('fault F14: of four starts at once on an empty database one migrates, and all find it done', async () => {
    const { name, adminUrl, appUrl, query } = testDatabase;
    const appRole = decodeURIComponent(new URL(appUrl).username);
    const empty = `${name}_empty`;
    await query(`create database ${empty}`);
    const start = () => migrate({ adminUrl: withDatabase(adminUrl, empty), appRole, folder, log });
    const ran = await Promise.all([start(), start(), start(), start()]);
    const names = readdirSync(folder).toSorted((a, b) => (a < b ? -1 : 1));
    expect(ran.filter(({ length }) => length > 0)).toEqual([names]);
    expect(await start()).toEqual([]);
    await query(`drop database ${empty} with (force)`);
  });

  it('fault F14: a start that was killed before the application got its rights is made good by the next', async () => {
    const { adminUrl, appUrl, query } = testDatabase;
    const appRole = decodeURIComponent(new URL(appUrl).username);
    await query(`revoke all on all tables in schema public from "${appRole}"`);
    expect(await migrate({ adminUrl, appRole, folder, log })).toEqual([]);
    const app = new Client({ connectionString: appUrl });
    await app.connect();
    await app.query(`select set_config('boardwire.scope', '*', false)`);
    expect((await app.query('select 1 from organizations')).rows).toEqual([]);
    await app.end();
  });

  it('fault F15: an older version starts on what a newer one has only added to, and on nothing else', async () => {
    const { name, adminUrl, query } = testDatabase;
    const database = `${name}_newer`;
    await query(`create database ${database}`);
    const url = withDatabase(adminUrl, database);
    const start = (from: string) => migrate({ adminUrl: url, appRole: null, folder: from, log });
    const older = newFolder();
    const newer = newFolder();
    for (const each of [older, newer]) cpSync(folder, each, { recursive: true });
    await start(older);
    writeFileSync(
      join(newer, '9998-added.sql'),
      '-- expand: nobody looks\ncreate table added (id uuid);\n',
    );
    expect(await start(newer)).toEqual(['9998-added.sql']);
    expect(await start(older)).toEqual([]);
    writeFileSync(join(newer, '9999-gone.sql'), 'drop table added;\n');
    await start(newer);
    await expect(start(older)).rejects.toThrow('9999-gone.sql');
    await query(`drop database ${database} with (force)`);
  });

  it('reliability R19: a migration whose table a long transaction holds is tried again when that is over', async () => {
    const own = await createTestDatabase();
    const newer = newFolder();
    cpSync(folder, newer, { recursive: true });
    writeFileSync(join(newer, '9999-held.sql'), 'alter table workspaces add column held int;\n');
    const dump = new Client({ connectionString: own.adminUrl });
    await dump.connect();
    await dump.query('begin; lock table workspaces in access share mode');
    const lines: string[] = [];
    const write = (line: string) => {
      lines.push(line);
      if (line.includes('a long transaction holds')) void dump.query('commit');
    };
    const { adminUrl } = own;
    const ran = migrate({
      adminUrl,
      appRole: null,
      folder: newer,
      log: createLog('warn', { write }),
    });
    expect(await ran).toEqual(['9999-held.sql']);
    expect(lines).toHaveLength(1);
    await dump.end();
    await own.drop();
  });

  it('security S14: the application reads partitions through their parent alone, where the policy is', async () => {
    const { adminUrl, appUrl } = testDatabase;
    const appRole = decodeURIComponent(new URL(appUrl).username);
    await migrate({ adminUrl, appRole, folder, log });
    const readable = await testDatabase.query(
      `select inhrelid::regclass from pg_inherits
       where inhparent = 'events'::regclass and has_table_privilege($1, inhrelid, 'select')`,
      [appRole],
    );
    expect(readable).toEqual([]);
  });

  it('SPEC F6: a login that may not create tables starts on what another has migrated, and changes nothing that is pending', async () => {
    const { appUrl } = testDatabase;
    expect(await migrate({ adminUrl: appUrl, appRole: null, folder, log })).toEqual([]);
    const newer = newFolder();
    cpSync(folder, newer, { recursive: true });
    writeFileSync(join(newer, '9999-later.sql'), 'create table later (id int)');
    const pending = migrate({ adminUrl: appUrl, appRole: null, folder: newer, log });
    await expect(pending).rejects.toThrow(/9999-later.*permission denied/);
  });
});
