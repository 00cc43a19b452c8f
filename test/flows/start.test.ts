import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  buildProgram,
  killLeftPrograms,
  startProgramProcess,
  type ProgramProcess,
} from '../chaos/program-process.ts';
import { createTestDatabase, type TestDatabase } from '../harness/postgres.ts';
import { findFreePort } from '../harness/server.ts';
import { environmentOf, runCommand } from './run-command.ts';

const DEFAULT_PORT = 3_000;

let main: string;
let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  main = await buildProgram();
  folder = mkdtempSync(join(tmpdir(), 'boardwire-start-'));
  database = await createTestDatabase();
}, 180_000);
afterAll(async () => {
  killLeftPrograms();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const onTestDatabase = () => ({
  DATABASE_URL: database.appUrl,
  DATABASE_ADMIN_URL: database.adminUrl,
  BOARDWIRE_DATA: join(folder, 'external'),
});

async function stop(program: ProgramProcess): Promise<void> {
  program.signal('SIGTERM');
  expect(await program.exited).toBe(0);
}

/** Takes a port; one that somebody else has taken will do. */
function occupy(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(server) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

describe('SPEC F5: start with nothing configured', () => {
  let program: ProgramProcess;
  let port: number;
  let dataFolder: string;
  beforeAll(async () => {
    dataFolder = join(folder, 'embedded');
    port = await findFreePort();
    program = await startProgramProcess(
      main,
      environmentOf({ BOARDWIRE_DATA: dataFolder, PORT: String(port) }),
    );
  }, 60_000);
  afterAll(() => stop(program));

  it('says where to go, what is kept where, what is off, and one line `ready`', () => {
    const output = program.output();
    const url = `http://127.0.0.1:${port}`;
    expect(output).toMatch(/^Boardwire \d+\.\d+\.\d+/);
    expect(output).toContain(`open       ${url}\n`);
    expect(output).toContain(`data       ${dataFolder}\n`);
    expect(output).toContain('database   embedded Postgres\n');
    for (const variable of ['SMTP_URL', 'REDIS_URL', 'OTEL_EXPORTER_OTLP_ENDPOINT'])
      expect(output).toContain(`(set ${variable})\n`);
    expect(output.match(/^ready .*$/gm)).toEqual([`ready ${url}`]);
    expect(output).not.toContain('set-up code');
  });

  it('answers requests once it says `ready`', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/instance/status`);
    expect(answer.status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
  });

  it('security S1: the keys it makes are for its own eyes', () => {
    expect(statSync(join(dataFolder, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(statSync(dataFolder).mode & 0o077).toBe(0);
  });

  it('security S2: answers local names alone', async () => {
    const { request } = await import('node:http');
    const statusFor = (host: string) =>
      new Promise<number>((resolve, reject) => {
        const sent = request({ port, host: '127.0.0.1', path: '/', headers: { host } });
        sent.once('response', (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
        sent.once('error', reject);
        sent.end();
      });
    expect(await statusFor('evil.example.com')).toBe(400);
    expect(await statusFor(`localhost:${port}`)).not.toBe(400);
  });

  it('reliability R13: a second program on the same data folder is refused and told who has it', async () => {
    const second = await runCommand(main, ['start'], {
      BOARDWIRE_DATA: dataFolder,
      PORT: String(await findFreePort()),
    });
    expect(second.exitCode).toBe(1);
    expect(second.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(second.stderr).toContain(dataFolder);
    expect(second.stderr).toContain(String(program.pid));
    expect(second.stderr).toContain('BOARDWIRE_DATA');
  });

  it.each(['migrate', 'reset-owner-password'])(
    'reliability R13: %s beside it says what runs, and to stop it first',
    async (command) => {
      const result = await runCommand(main, [command], { BOARDWIRE_DATA: dataFolder });
      expectOneLine(result, `is running (pid ${program.pid})`, dataFolder, 'stop it');
      expect(result.stderr).not.toContain('another data folder');
    },
  );

  it('SPEC F4: nothing that looks like a file is answered with the page of the web app', async () => {
    const get = async (path: string, method = 'GET') => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method });
      const type = answer.headers.get('content-type')?.split(';')[0];
      return [answer.status, type, (await answer.text()).slice(0, 4)];
    };
    for (const page of ['/', '/o/1/members', '/verify-email?token=a.b'])
      expect(await get(page)).toEqual([200, 'text/html', '<!do']);
    expect(await get('/', 'HEAD')).toEqual([200, 'text/html', '']);
    expect(await get('/favicon.ico')).toEqual([200, 'image/svg+xml', '<svg']);
    for (const file of ['/robots.txt', '/apple-touch-icon.png?v=2', '/o/main.js.map'])
      expect(await get(file)).toEqual([404, 'application/json', '{"su']);
  });
});

describe('security S29: the running program', () => {
  it('cannot call out around the egress module', async () => {
    const preload = join(folder, 'call-out.mjs');
    writeFileSync(
      preload,
      `import { connect } from 'node:net';
       process.on('SIGUSR2', () => {
         for (const call of [() => fetch('http://127.0.0.1:1'), () => connect(1, '127.0.0.1')]) {
           try { call(); process.stdout.write('called\\n'); }
           catch (error) { process.stdout.write('refused ' + error.name + '\\n'); }
         }
       });`,
    );
    const program = await startProgramProcess(
      main,
      environmentOf({
        ...onTestDatabase(),
        PORT: String(await findFreePort()),
        NODE_OPTIONS: `--import=${pathToFileURL(preload).href}`,
      }),
    );
    program.signal('SIGUSR2');
    await vi.waitFor(() =>
      expect(program.output().match(/^(called|refused .*)$/gm)).toEqual([
        'refused EgressBypassError',
        'refused EgressBypassError',
      ]),
    );
    await stop(program);
  });
});

describe('SPEC F5: the port is taken', () => {
  it('the default one: takes the next and says so', async () => {
    const taken = await occupy(DEFAULT_PORT);
    const program = await startProgramProcess(main, environmentOf(onTestDatabase()));
    taken.close();
    const [, next = ''] =
      /port 3000 is taken; using (\d+) \(set PORT to choose\)/.exec(program.output()) ?? [];
    expect(Number(next)).toBeGreaterThan(DEFAULT_PORT);
    expect(program.output()).toContain(`ready http://127.0.0.1:${next}\n`);
    expect((await fetch(`http://127.0.0.1:${next}/health/ready`)).status).toBe(200);
    await stop(program);
  });

  it('the one asked for: names a free one and stops', async () => {
    const port = await findFreePort();
    const taken = await occupy(port);
    const { exitCode, stdout, stderr } = await runCommand(main, ['start', '--port', String(port)], {
      ...onTestDatabase(),
    });
    taken.close();
    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    const [, free] =
      /^boardwire: PORT: (?:\d+) is taken .* start with PORT=(\d+)\n$/.exec(stderr) ?? [];
    expect(Number(free)).toBeGreaterThan(port);
  });
});

describe('SPEC F5, security S1, S2: a wrong setting stops the start with one line', () => {
  const cases: [what: string, settings: Record<string, string>, ...parts: string[]][] = [
    ['a port that is no number', { PORT: 'abc' }, 'PORT: "abc"', 'PORT=8080'],
    ['a port beyond 65535', { PORT: '70000' }, 'PORT: "70000"', 'PORT=8080'],
    [
      'another database',
      { DATABASE_URL: 'mysql://x/y' },
      'DATABASE_URL:',
      'DATABASE_URL=postgres:',
    ],
    [
      'a role that there is not',
      { BOARDWIRE_ROLE: 'web' },
      'BOARDWIRE_ROLE:',
      'BOARDWIRE_ROLE=api',
    ],
    ['a role without a database', { BOARDWIRE_ROLE: 'api' }, 'DATABASE_URL', 'postgres://'],
    ['a mail server by http', { SMTP_URL: 'http://x' }, 'SMTP_URL:', 'SMTP_URL=smtp://'],
    ['an address that is not ours', { HOST: '192.0.2.7', ALLOW_HTTP: 'true' }, 'HOST:', 'set HOST'],
    ['exposed without TLS', { HOST: '0.0.0.0' }, 'HOST=0.0.0.0', 'ALLOW_HTTP=true'],
    ['exposed by its address', { PUBLIC_URL: 'http://boards.example.com' }, 'PUBLIC_URL=https://'],
    ['a file that is not there', { SMTP_URL_FILE: '/nowhere' }, 'SMTP_URL_FILE:', '/nowhere'],
    ['a configuration that is not JSON', { BOARDWIRE_CONFIG: '/etc/hosts' }, 'BOARDWIRE_CONFIG:'],
    ['a flag that is neither', { ALLOW_HTTP: 'yes' }, 'ALLOW_HTTP: "yes"', 'ALLOW_HTTP=true'],
  ];

  it.each(cases)('%s', async (_what, settings, ...parts) => {
    const dataFolder = join(folder, 'never-made');
    const result = await runCommand(main, ['start'], { BOARDWIRE_DATA: dataFolder, ...settings });
    expectOneLine(result, ...parts);
    expect(existsSync(dataFolder)).toBe(false);
  });

  it('security S1: a secret that is refused is not shown', async () => {
    const { stderr } = await runCommand(main, ['start'], {
      DATABASE_URL: 'mysql://me:hunter2@x/y',
    });
    expect(stderr).toContain('DATABASE_URL');
    expect(stderr).not.toContain('hunter2');
  });

  it('security S1: keys that are not there', async () => {
    const settings = { ...onTestDatabase(), PORT: String(await findFreePort()) };
    const result = await runCommand(main, [], { ...settings, SECRETS_FILE: '/nowhere/keys.json' });
    expectOneLine(result, 'SECRETS_FILE:', '/nowhere/keys.json', 'mode 600');
  });

  it('security S1: keys that others can read', async () => {
    const settings = { ...onTestDatabase(), PORT: String(await findFreePort()) };
    const dataFolder = join(folder, 'readable');
    const secrets = join(dataFolder, 'secrets.json');
    mkdirSync(dataFolder);
    writeFileSync(secrets, '{}', { mode: 0o644 });
    const result = await runCommand(main, [], { ...settings, BOARDWIRE_DATA: dataFolder });
    expectOneLine(result, secrets, `chmod 600 ${secrets}`);
  });

  it('security S15: keys of another instance', async () => {
    const settings = { ...onTestDatabase(), PORT: String(await findFreePort()) };
    const own = await startProgramProcess(main, environmentOf(settings));
    await stop(own);
    const result = await runCommand(main, [], {
      ...settings,
      BOARDWIRE_DATA: join(folder, 'other-keys'),
    });
    expectOneLine(result, 'secrets.json', 'SECRETS_FILE');
  });
});

function expectOneLine(
  { exitCode, stdout, stderr }: Awaited<ReturnType<typeof runCommand>>,
  ...parts: string[]
): void {
  expect(stderr.trimEnd().split('\n'), stderr).toHaveLength(1);
  for (const part of parts) expect(stderr).toContain(part);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(exitCode).toBe(1);
  expect(stdout).toBe('');
}
