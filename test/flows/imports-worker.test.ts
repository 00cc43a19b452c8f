import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram, killLeftPrograms, startProgramProcess } from '../chaos/program-process.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { uploadFile, waitForImport } from '../harness/imports.ts';
import { findFreePort, startTestServer, type TestServer } from '../harness/server.ts';
import { useTempFolders } from '../harness/temp-folders.ts';
import { environmentOf } from './run-command.ts';

/** A run of some seconds. */
const ROWS = 30_000;

const makeFolder = useTempFolders('import-worker');
const dataFolder = makeFolder();
let main: string;
let server: TestServer;
let scene: BoardScene;

beforeAll(async () => {
  main = await buildProgram();
  server = await startTestServer({ BOARDWIRE_ROLE: 'api', BOARDWIRE_DATA: dataFolder });
  scene = await createBoardScene(server);
}, 180_000);
afterAll(async () => {
  killLeftPrograms();
  await server.stop();
});

const startWorker = async () =>
  startProgramProcess(
    main,
    environmentOf({
      BOARDWIRE_ROLE: 'worker',
      BOARDWIRE_DATA: dataFolder,
      DATABASE_URL: server.database.appUrl,
      DATABASE_ADMIN_URL: server.database.adminUrl,
      PORT: String(await findFreePort()),
    }),
  );

describe('a worker that is killed', () => {
  it(
    'SPEC B6: leaves its import to another one, which makes all of it, once',
    { timeout: 400_000 },
    async () => {
      const { owner, organizationId, boardId, as } = scene;
      const rows = Array.from({ length: ROWS }, (_, row) => `Task ${row},List ${row % 7},${row}`);
      const uploaded = await uploadFile(server, owner, {
        path: `/organizations/${organizationId}/imports`,
        fileName: 'rows.csv',
        body: ['Name,List,Size', ...rows].join('\n'),
      });
      const { id } = uploaded.body.data;
      const first = await startWorker();
      const started = await as(owner, 'POST', `/imports/${id}/start`, { target: { boardId } });
      expect(started.status, JSON.stringify(started.body)).toBe(200);
      const readDone = async () =>
        (await as(owner, 'GET', `/imports/${id}`)).body.data.progress.done as number;
      await expect.poll(readDone, { timeout: 120_000, interval: 20 }).toBeGreaterThan(0);
      first.signal('SIGKILL');
      await first.exited;
      expect((await as(owner, 'GET', `/imports/${id}`)).body.data.state).toBe('running');

      const second = await startWorker();
      // The dead worker's lease would end by itself after half a minute.
      await server.database.query(`update imports set lease_until = now() where id = $1`, [id]);
      const done = await waitForImport(server, owner, id, ['done', 'failed', 'cancelled']);
      expect(done).toMatchObject({
        state: 'done',
        report: { created: { items: ROWS, groups: 7 } },
      });
      const [row] = await server.database.query(
        `select count(*)::int as items, count(distinct field_values->>'title')::int as titles,
         (select attempts from imports where id = $2) as attempts from items where board_id = $1`,
        [boardId, id],
      );
      expect(row).toEqual({ items: ROWS, titles: ROWS, attempts: 2 });
      second.signal('SIGTERM');
      await second.exited;
    },
  );
});
