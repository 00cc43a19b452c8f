import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram, killLeftPrograms, startProgramProcess } from '../chaos/program-process.ts';
import { createTestDatabase, type TestDatabase } from '../harness/postgres.ts';
import { findFreePort } from '../harness/server.ts';
import { environmentOf, runCommand } from './run-command.ts';

let main: string;
let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  main = await buildProgram();
  folder = mkdtempSync(join(tmpdir(), 'boardwire-commands-'));
  database = await createTestDatabase();
}, 180_000);
afterAll(async () => {
  killLeftPrograms();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const settings = () => ({
  DATABASE_URL: database.appUrl,
  DATABASE_ADMIN_URL: database.adminUrl,
  BOARDWIRE_DATA: join(folder, 'data'),
});
const run = (args: string[], more: Record<string, string> = {}) =>
  runCommand(main, args, { ...settings(), ...more });

describe('boardwire keys', () => {
  it('prints keys that SECRETS_FILE takes', async () => {
    const { exitCode, stdout } = await run(['keys']);
    expect(exitCode).toBe(0);
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual(['signing', 'sealing', 'refresh']);
  });
});

describe('boardwire version, --help, and what there is not', () => {
  it('prints the version of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await run(['version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('lists the commands when asked, and names the one that there is not', async () => {
    const help = await run(['--help']);
    expect(help).toMatchObject({ exitCode: 0, stderr: '' });
    for (const name of [
      'start',
      'config',
      'doctor',
      'keys',
      'migrate',
      'reset-owner-password',
      '--role',
    ])
      expect(help.stdout).toContain(name);
    for (const [problem, ...args] of [
      ['there is no command "fly"', 'fly'],
      ['there is no command "constructor"', 'constructor'],
      ['version takes no "now"', 'version', 'now'],
    ] as const) {
      const stderr = `boardwire: ${problem}\n\n${help.stdout}`;
      expect(await run([...args])).toEqual({ exitCode: 2, stdout: '', stderr });
    }
    const unknown = await run(['start', '--fast']);
    expect(unknown.exitCode).toBe(1);
    expect(unknown.stderr).toContain('--fast');
    expect(unknown.stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('boardwire config', () => {
  it('security S16: prints every setting, and no secret', async () => {
    const { exitCode, stdout } = await run(['config'], {
      SMTP_URL: 'smtp://postman:hunter2@mail.example.com',
      METRICS_TOKEN: 'hunter2-hunter2-hunter2',
      PORT: '8080',
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('PORT=8080\n');
    expect(stdout).toContain('HOST=127.0.0.1  (default)\n');
    for (const name of ['SMTP_URL', 'METRICS_TOKEN', 'DATABASE_URL', 'DATABASE_ADMIN_URL'])
      expect(stdout).toContain(`${name}=[hidden]\n`);
    expect(stdout).not.toMatch(/hunter2|postgres(ql)?:\/\//);
  });
});

describe('boardwire migrate', () => {
  it('brings an empty database to this version, and is at rest there', async () => {
    const empty = `${database.name}_empty`;
    await database.query(`create database ${empty} template template0`);
    try {
      const url = database.adminUrl.replace(database.name, empty);
      const more = { DATABASE_URL: url, DATABASE_ADMIN_URL: '', LOG_LEVEL: 'info' };
      const first = await run(['migrate'], more);
      expect(first).toMatchObject({ exitCode: 0, stderr: '' });
      expect(first.stdout).toContain('"migration":"0001-ground.sql"');
      const done = 'The database is at this version.\n';
      expect(await run(['migrate'], more)).toEqual({ exitCode: 0, stdout: done, stderr: '' });
    } finally {
      await database.query(`drop database ${empty} with (force)`);
    }
  });

  it('reliability R20: refuses a database that a newer version has migrated, and says what to do', async () => {
    const name = '9999-from-the-future.sql';
    await database.query('insert into schema_migrations (name, checksum) values ($1, $2)', [
      name,
      'x',
    ]);
    try {
      const port = String(await findFreePort());
      for (const command of ['start', 'migrate']) {
        const { exitCode, stdout, stderr } = await run([command], { PORT: port });
        expect(exitCode).toBe(1);
        expect(stdout).toBe('');
        expect(stderr.trimEnd().split('\n')).toHaveLength(1);
        expect(stderr).toContain(name);
        expect(stderr).toContain('start that version');
      }
    } finally {
      await database.query('delete from schema_migrations where name = $1', [name]);
    }
  });

  it('reliability R20: refuses when a released migration was changed', async () => {
    const [before] = await database.query<{ checksum: string }>(
      `select checksum from schema_migrations where name = '0001-ground.sql'`,
    );
    const change = (checksum: string | undefined) =>
      database.query(`update schema_migrations set checksum = $1 where name = '0001-ground.sql'`, [
        checksum,
      ]);
    await change('other');
    const { exitCode, stderr } = await run(['migrate']);
    await change(before?.checksum);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^boardwire: Migration 0001-ground\.sql differs .* restore .*\n$/);
  });
});

describe('boardwire doctor', () => {
  it('is content with an instance that runs', async () => {
    const port = String(await findFreePort());
    const program = await startProgramProcess(main, environmentOf({ ...settings(), PORT: port }));
    const { exitCode, stdout } = await run(['doctor'], { PORT: port });
    program.signal('SIGTERM');
    await program.exited;
    expect(stdout).toContain('ok    database\n');
    expect(stdout).toContain('ok    instance keys\n');
    expect(stdout).toContain(`ok    Boardwire runs on 127.0.0.1:${port}\n`);
    expect(stdout).not.toContain('look');
    expect(exitCode).toBe(0);
  });

  it('does not call well what it has not seen, and names a port that another program has', async () => {
    const other = createServer((_request, response) => response.end('hello')).listen(
      0,
      '127.0.0.1',
    );
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    // An embedded database is nowhere configured.
    const { exitCode, stdout } = await run(['doctor'], {
      DATABASE_URL: '',
      DATABASE_ADMIN_URL: '',
      PORT: String(port),
    });
    other.close();
    expect(stdout).toContain(
      'skip  database (embedded): it runs with the server, which does not\n',
    );
    expect(stdout).toContain(`look  port ${port}: another program has the port`);
    expect(exitCode).toBe(1);
  });

  it('names the mail server that does not answer, and the variable', async () => {
    const { exitCode, stdout } = await run(['doctor'], {
      SMTP_URL: `smtp://127.0.0.1:${await findFreePort()}`,
    });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^look {2}mail server: 127\.0\.0\.1 does not answer; check SMTP_URL/m);
  });

  it('names the database that does not answer, and what a first start will make', async () => {
    const { exitCode, stdout } = await run(['doctor'], {
      DATABASE_URL: `postgres://nobody@127.0.0.1:${await findFreePort()}/none`,
      BOARDWIRE_DATA: join(folder, 'nothing-here'),
    });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^look {2}database: DATABASE_URL: cannot use 127\.0\.0\.1\/none/m);
    expect(stdout).toMatch(/^look {2}data folder .*nothing-here: not there yet/m);
  });
});

describe('boardwire reset-owner-password', () => {
  it('says so when there is no owner yet', async () => {
    const { exitCode, stdout, stderr } = await run(['reset-owner-password']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('no owner yet');
  });

  it('the old password is refused, the new one works, sessions have ended', async () => {
    const port = String(await findFreePort());
    const url = `http://127.0.0.1:${port}/api/v1`;
    const program = await startProgramProcess(main, environmentOf({ ...settings(), PORT: port }));
    const post = (path: string, body: unknown) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const account = { email: 'owner@example.test', password: 'violet ladder quiet harbour' };
    const registered = await post('/auth/register', { ...account, name: 'Olga' });
    const { data } = (await registered.json()) as { data: { refreshToken: string } };

    const { exitCode, stdout } = await run(['reset-owner-password']);
    expect(exitCode).toBe(0);
    const [, password = ''] = /^New password of owner@example\.test: (\S+)$/m.exec(stdout) ?? [];
    expect((await post('/auth/login', account)).status).toBe(401);
    expect((await post('/auth/login', { ...account, password })).status).toBe(200);
    const { refreshToken } = data;
    expect((await post('/auth/refresh', { refreshToken })).status).toBe(401);
    program.signal('SIGTERM');
    expect(await program.exited).toBe(0);
  });
});
