import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
import {
  createSandbox,
  isRoot,
  query,
  until,
  type Sandbox,
  TEST_LIMIT_MS,
} from './program.harness.ts';
import type { Durability } from './server-place.ts';

let sandbox: Sandbox;
/** One folder for all that needs a cluster and leaves it whole. */
let dataDir: string;
const started: EmbeddedPostgres[] = [];
beforeAll(async () => {
  sandbox = await createSandbox();
  dataDir = join(sandbox.folder(), 'data');
});
afterEach(async () => {
  for (const postgres of started.splice(0)) await postgres.stop();
});
afterAll(() => sandbox.clear());

async function start(folder: string, durability: Durability = 'full'): Promise<EmbeddedPostgres> {
  const log = pino({ level: 'silent' });
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log, durability });
  started.push(postgres);
  return postgres;
}

/** What the start on `folder` refuses with; stops what started against expectation. */
async function refusalOf(
  folder: string,
  durability?: Durability,
): Promise<{ problem: string; message: string }> {
  try {
    await (await start(folder, durability)).stop();
  } catch (error) {
    expect((error as Error).message).not.toContain('\n');
    return error as { problem: string } & Error;
  }
  throw new Error('started');
}

const modeOf = (...path: string[]) => statSync(join(dataDir, ...path)).mode & 0o777;

describe('reliability R16: what the server is reachable by', { timeout: TEST_LIMIT_MS }, () => {
  it('reliability R16: folder, passwords and log are ours alone; the server has a user of its own when we are root', async () => {
    const postgres = await start(dataDir);
    expect(
      ['', 'postgres', 'postgres/cluster', 'postgres/run'].map((path) => modeOf(path)),
    ).toEqual([0o700, 0o700, 0o700, 0o700]);
    expect(
      ['postgres.pgpass', 'postgres.log', 'boardwire.lock'].map((path) => modeOf(path)),
    ).toEqual([0o600, 0o600, 0o600]);
    expect(statSync(`/proc/${postgres.pid()}`).uid === 0).toBe(false);
    expect(statSync(join(dataDir, 'postgres.pgpass')).uid).toBe(process.getuid?.());
    expect(existsSync(join(dataDir, 'postgres', 'initial-password'))).toBe(false);
    await postgres.stop();
  });

  it('reliability R16: the application logs in as a role without powers, the password is asked for, no port listens', async () => {
    const postgres = await start(dataDir);
    const { appUrl, adminUrl } = postgres;
    expect(
      await query(
        appUrl,
        'select row_to_json(r) from (select rolname, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls from pg_roles where rolname = current_user) r',
      ),
    ).toEqual([
      {
        rolname: 'boardwire_app',
        rolsuper: false,
        rolcreatedb: false,
        rolcreaterole: false,
        rolreplication: false,
        rolbypassrls: false,
      },
    ]);
    expect(await query(appUrl, 'select current_database()')).toEqual(['boardwire']);
    expect(
      await query(adminUrl, 'select rolsuper from pg_roles where rolname = current_user'),
    ).toEqual([true]);
    await expect(query(appUrl, 'create table mine (id int)')).rejects.toThrow('permission denied');
    await expect(query(appUrl, "select 'a secret of somebody'::int")).rejects.toThrow(
      'invalid input',
    );
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).not.toContain(
      'a secret of somebody',
    );
    await expect(query(appUrl.replace(/\/boardwire$/, '/postgres'), 'select 1')).rejects.toThrow(
      'permission denied',
    );
    for (const url of [appUrl, adminUrl]) {
      await expect(query(url.replace(/:[^:@/]+@/, ':wrong@'), 'select 1')).rejects.toMatchObject({
        code: '28P01',
      });
    }
    expect(
      await query(
        adminUrl,
        "select rolpassword from pg_authid where rolcanlogin and rolpassword not like 'SCRAM-SHA-256$%'",
      ),
    ).toEqual([]);
    expect(await query(adminUrl, 'show listen_addresses')).toEqual(['']);
    expect(await query(adminUrl, 'select distinct auth_method from pg_hba_file_rules')).toEqual([
      'scram-sha-256',
    ]);
    await postgres.stop();
  });

  it('reliability R16: a path too long for a socket is served on 127.0.0.1, and adopted and restarted there', async () => {
    const folder = join(sandbox.folder(), 'data');
    const long = join(folder, 'x'.repeat(120));
    mkdirSync(folder, { mode: 0o700 });
    const first = await start(long);
    expect(new URL(first.appUrl).hostname).toBe('127.0.0.1');
    expect(await query(first.appUrl, 'select inet_server_addr()::text')).toEqual(['127.0.0.1/32']);
    const pid = first.pid();
    await first.release();
    const second = await start(long);
    expect([second.pid(), second.appUrl]).toEqual([pid, first.appUrl]);
    process.kill(pid ?? 0, 'SIGKILL');
    await until(() => second.pid() !== pid && second.state() === 'running', 'the restart');
    expect(await query(first.appUrl, 'select 1')).toEqual([1]);
    await second.stop();
  });

  it('reliability R16: blanks, commas, quotes and letters in the path do no harm', async () => {
    const folder = join(sandbox.folder(), 'Daten, "größer" & mehr');
    // One that the server's user can enter, so that it goes by name.
    mkdirSync(folder, { mode: 0o711 });
    const postgres = await start(folder, 'test');
    expect(await query(postgres.appUrl, 'select 1')).toEqual([1]);
    await postgres.stop();
  });

  it('reliability R16: a missing password file gets new passwords, a damaged or open one is refused', async () => {
    const path = join(dataDir, 'postgres.pgpass');
    const before = readFileSync(path, 'utf8');
    rmSync(path);
    const postgres = await start(dataDir);
    expect(await query(postgres.appUrl, 'select 1')).toEqual([1]);
    expect(await query(postgres.adminUrl, 'select 1')).toEqual([1]);
    await postgres.stop();
    const after = readFileSync(path, 'utf8');
    expect(after).not.toBe(before);
    writeFileSync(path, after.slice(0, 20));
    expect((await refusalOf(dataDir)).problem).toBe('wrong_password');
    writeFileSync(path, after);
    chmodSync(path, 0o644);
    expect((await refusalOf(dataDir)).message).toContain(`chmod 600 ${path}`);
    chmodSync(path, 0o600);
  });

  it.runIf(isRoot)(
    'reliability R16: a folder that root restored is handed to the server again',
    async () => {
      spawnSync('chown', ['-R', '0:0', join(dataDir, 'postgres')]);
      const postgres = await start(dataDir);
      expect(await query(postgres.appUrl, 'select 1')).toEqual([1]);
      await postgres.stop();
    },
  );

  it.runIf(isRoot)(
    'reliability R16: a new system owner of the folder keeps it: the server runs as that user',
    async () => {
      const folder = join(sandbox.folder(), 'data');
      const [uid, gid] = [23_456, 23_456];
      await (await start(folder, 'test')).stop();
      spawnSync('chown', ['-R', `${uid}:${gid}`, join(folder, 'postgres')]);
      const postgres = await start(folder, 'test');
      expect(statSync(`/proc/${postgres.pid()}`).uid).toBe(uid);
      await postgres.stop();
    },
  );

  it('reliability R16: a link in place of a folder is refused, so that none of root can be given away', async () => {
    const folder = join(sandbox.folder(), 'data');
    const target = join(folder, 'target');
    mkdirSync(join(folder, 'postgres'), { recursive: true, mode: 0o700 });
    mkdirSync(target);
    symlinkSync(target, join(folder, 'postgres', 'run'));
    expect(await refusalOf(folder)).toMatchObject({ problem: 'data_folder_unusable' });
    expect(statSync(target).uid).toBe(process.getuid?.());
  });
});

describe('reliability R17: what the server must be like', { timeout: TEST_LIMIT_MS }, () => {
  it('reliability R17: checksums, UTF-8, and an order that no machine changes', async () => {
    const postgres = await start(dataDir);
    const settings = await query(
      postgres.appUrl,
      "select setting from pg_settings where name in ('fsync', 'full_page_writes', 'data_checksums') order by name",
    );
    expect(settings).toEqual(['on', 'on', 'on']);
    expect(
      await query(
        postgres.appUrl,
        "select datlocprovider::text || ' ' || datlocale || ' ' || pg_encoding_to_char(encoding) from pg_database where datname = 'boardwire'",
      ),
    ).toEqual(['b C.UTF-8 UTF8']);
    expect(await query(postgres.appUrl, "select lower('ÄÖ')")).toEqual(['äö']);
    await postgres.stop();
  });

  it.each(['fsync', 'full_page_writes'])(
    'reliability R17: refuses %s = off and leaves no server behind',
    async (name) => {
      const path = join(dataDir, 'postgres', 'cluster', 'postgresql.auto.conf');
      const before = readFileSync(path, 'utf8');
      writeFileSync(path, `${before}\n${name} = off\n`);
      const { problem, message } = await refusalOf(dataDir);
      expect(problem).toBe('unsafe_settings');
      expect(message).toContain(`${name} = off`);
      expect(sandbox.serverPid(dataDir)).toBe(0);
      writeFileSync(path, before);
    },
  );

  it('reliability R17: refuses the folder of another major version, untouched, with the command', async () => {
    const path = join(dataDir, 'postgres', 'cluster', 'PG_VERSION');
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, '17\n');
    const { problem, message } = await refusalOf(dataDir);
    expect(problem).toBe('version_mismatch');
    expect(message).toMatch(/Postgres 17.*Postgres 18.*pg_dump -Fc/);
    rmSync(path);
    expect((await refusalOf(dataDir)).problem).toBe('data_folder_unusable');
    writeFileSync(path, before);
    await (await start(dataDir)).stop();
  });

  it('reliability R17: test clusters and real ones are never taken for each other', async () => {
    expect(await refusalOf(dataDir, 'test')).toMatchObject({ problem: 'unsafe_settings' });
    const folder = join(sandbox.folder(), 'data');
    const throwaway = await start(folder, 'test');
    expect(await query(throwaway.appUrl, 'show fsync')).toEqual(['off']);
    await throwaway.stop();
    expect(await refusalOf(folder)).toMatchObject({ problem: 'unsafe_settings' });
  });

  it('reliability R17: what a killed first start left half-made is thrown away', async () => {
    const folder = join(sandbox.folder(), 'data');
    mkdirSync(join(folder, 'postgres', 'cluster.new', 'base'), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, 'postgres', 'cluster.new', 'PG_VERSION'), '18\n');
    writeFileSync(join(folder, 'postgres', 'initial-password'), 'old');
    const postgres = await start(folder, 'test');
    expect(await query(postgres.appUrl, 'select 1')).toEqual([1]);
    await postgres.stop();
  });
});
