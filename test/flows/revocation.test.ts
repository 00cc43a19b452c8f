import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createScene, revocationKinds, type Scene } from '../../bench/lib/revocations.ts';
import { startTwoNodes, type TwoNodes } from '../../bench/lib/two-nodes.ts';
import { buildProgram } from '../chaos/program-process.ts';
import { createTestDatabase, type TestDatabase } from '../harness/postgres.ts';
import { environmentOf } from './run-command.ts';

let folder: string;
let database: TestDatabase;
let nodes: TwoNodes;
let scene: Scene;
beforeAll(async () => {
  const main = await buildProgram();
  folder = mkdtempSync(join(tmpdir(), 'boardwire-nodes-'));
  database = await createTestDatabase();
  nodes = await startTwoNodes(
    main,
    environmentOf({
      DATABASE_URL: database.appUrl,
      DATABASE_ADMIN_URL: database.adminUrl,
      BOARDWIRE_DATA: folder,
    }),
  );
  scene = await createScene(nodes);
}, 180_000);
afterAll(async () => {
  await nodes.stop();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('security S25, S26: access taken away on one node is refused on the other', () => {
  it.each(revocationKinds.map((kind) => [kind.name, kind] as const))('%s', async (_name, kind) => {
    const { use, revoke } = await kind.prepare(scene);
    // Twice: the second time from whatever the node has remembered.
    expect([await use(), await use()]).toEqual([true, true]);
    await revoke();
    await vi.waitFor(async () => expect(await use()).toBe(false), {
      timeout: 20_000,
      interval: 20,
    });
    expect(await use()).toBe(false);
  });
});
