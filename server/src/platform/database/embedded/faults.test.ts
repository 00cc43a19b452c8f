import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sleep } from '../../../kernel/time.ts';
import { inspectProcess } from './process-table.ts';
import { createSandbox, query, until, type Sandbox, TEST_LIMIT_MS } from './program.harness.ts';

let sandbox: Sandbox;
/** One folder for all tests that leave it whole. */
let shared: string;
beforeAll(async () => {
  sandbox = await createSandbox();
  shared = join(sandbox.folder(), 'data');
});
afterAll(() => sandbox.clear());

const RESTARTS = 20;

describe('fault F4: the program is killed', { timeout: TEST_LIMIT_MS }, () => {
  it.each(['program', 'group'] as const)(
    'fault F4, F4b: 20 of 20 starts after SIGKILL of the %s, with every acknowledged row and no manual step',
    async (target) => {
      const dataDir = join(sandbox.folder(), 'data');
      const acknowledged: number[] = [];
      for (let round = 0; round < RESTARTS; round += 1) {
        const program = await sandbox.start({ dataDir });
        const { adminUrl } = await program.wait('ready');
        await query(adminUrl, 'create table if not exists kept (id int primary key)');
        await query(adminUrl, `insert into kept values (${round})`);
        acknowledged.push(round);
        await program.end('SIGKILL', target);
      }
      const last = await sandbox.start({ dataDir });
      const { adminUrl } = await last.wait('ready');
      expect(await query(adminUrl, 'select id from kept order by id')).toEqual(acknowledged);
      expect(await last.end('SIGTERM')).toBe(0);
    },
  );

  it('fault F4b: the orphan is adopted, not restarted', async () => {
    const first = await sandbox.start({ dataDir: shared });
    const { pid } = await first.wait('ready');
    await first.end('SIGKILL');
    const second = await sandbox.start({ dataDir: shared });
    expect((await second.wait('ready')).pid).toBe(pid);
    await second.end('SIGTERM');
  });

  it('fault F4b mutant: a program that does not handle the orphan fails to start', async () => {
    const dataDir = join(sandbox.folder(), 'data');
    const first = await sandbox.start({ dataDir });
    await first.wait('ready');
    await first.end('SIGKILL');
    const blind = await sandbox.start({ dataDir, ignoreOrphan: true });
    expect(await blind.wait('refused')).toMatchObject({ problem: 'start_failed' });
    await blind.end('SIGKILL');
  });

  it('fault F4: a kill at any moment of the first start leaves nothing that stops the next', async () => {
    const dataDir = join(sandbox.folder(), 'data');
    for (const delayMs of [60, 120, 180, 240, 300, 360, 420]) {
      const program = sandbox.start({ dataDir });
      await sleep(delayMs);
      sandbox.killAll();
      await program.catch(() => undefined);
    }
    const last = await sandbox.start({ dataDir });
    const { appUrl } = await last.wait('ready');
    expect(await query(appUrl, 'select current_user')).toEqual(['boardwire_app']);
    await last.end('SIGTERM');
  });
});

describe('reliability R14, R21: the program is asked to end', { timeout: TEST_LIMIT_MS }, () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'reliability R14: %s to the whole group reaches the program alone, which stops Postgres in order',
    async (signal) => {
      const program = await sandbox.start({ dataDir: shared });
      const { pid } = await program.wait('ready');
      expect(await program.end(signal, 'group')).toBe(0);
      expect(await program.wait('stopped')).toMatchObject({ result: 'stopped' });
      expect(program.reports.filter((report) => report.kind === 'state')).toMatchObject([
        { state: 'stopped' },
      ]);
      expect(await inspectProcess(pid)).toBeNull();
      expect(sandbox.serverPid(shared)).toBe(0);
    },
  );

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'reliability R14: %s to the group of the program does not reach Postgres, which the next start adopts',
    async (signal) => {
      const first = await sandbox.start({ dataDir: shared, releaseAtEnd: true });
      const { pid, appUrl } = await first.wait('ready');
      await first.end(signal, 'group');
      // Whatever the signal would do to Postgres, it would do within this time.
      await sleep(100);
      expect(await query(appUrl, 'select 1')).toEqual([1]);
      const second = await sandbox.start({ dataDir: shared });
      expect((await second.wait('ready')).pid).toBe(pid);
      await second.end('SIGTERM');
      await until(async () => (await inspectProcess(pid)) === null, 'the end of Postgres');
    },
  );
});
