import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../server/src/platform/database/embedded/embedded-postgres.ts';
import { createLog } from '../server/src/platform/log.ts';
import { round, spreadOf, type BenchResult, type Figure } from './lib/figures.ts';
import {
  createScene,
  revocationKinds,
  type RevocationKind,
  type Scene,
} from './lib/revocations.ts';
import { startTwoNodes } from './lib/two-nodes.ts';

const ROUNDS = 100;
/** Uses before the revocation, so that node B has cached what there is to cache. */
const WARM_USES = 3;
/** security S25: lost access is gone within two seconds on every surface. */
const TARGET_S = 2;
const GIVE_UP_S = 10;

const main = fileURLToPath(new URL('../server/dist/main.js', import.meta.url));

/** S25: from the acknowledgement of a revocation on one node to its first refusal on another. */
export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'boardwire-bench-'));
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder, 'postgres'),
    log: createLog('silent'),
  });
  const nodes = await startTwoNodes(main, {
    DATABASE_URL: postgres.appUrl,
    DATABASE_ADMIN_URL: postgres.adminUrl,
    BOARDWIRE_DATA: join(folder, 'data'),
  });
  try {
    const scene = await createScene(nodes);
    const figures: Figure[] = [];
    for (const kind of revocationKinds) figures.push(await measure(kind, scene));
    return {
      id: 'S25',
      title: `Revocation on node A, refusal on node B, ${ROUNDS} times each`,
      figures,
    };
  } finally {
    await nodes.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(kind: RevocationKind, scene: Scene): Promise<Figure> {
  const seconds: number[] = [];
  for (let count = 0; count < ROUNDS; count += 1) seconds.push(await measureOnce(kind, scene));
  const { median, p95 } = spreadOf(seconds);
  const max = Math.max(...seconds);
  return {
    name: kind.name,
    unit: 's',
    ours: round(median),
    baseline: null,
    ratio: null,
    target: `max ≤ ${TARGET_S}`,
    isReached: max <= TARGET_S,
    details: { 'p95 s': round(p95), 'max s': round(max) },
  };
}

/** Uses the access without a pause while it is taken away; zero when it was refused before the acknowledgement. */
async function measureOnce(kind: RevocationKind, scene: Scene): Promise<number> {
  const { use, revoke } = await kind.prepare(scene);
  for (let count = 0; count < WARM_USES; count += 1) {
    if (!(await use())) throw new Error(`${kind.name}: refused before the revocation`);
  }
  const refused = waitForRefusal(use, kind.name);
  await revoke();
  const revokedAtMs = performance.now();
  return Math.max(0, (await refused) - revokedAtMs) / 1_000;
}

async function waitForRefusal(use: () => Promise<boolean>, name: string): Promise<number> {
  const giveUpAtMs = performance.now() + GIVE_UP_S * 1_000;
  while (await use()) {
    if (performance.now() > giveUpAtMs)
      throw new Error(`${name}: still allowed after ${GIVE_UP_S} s`);
  }
  return performance.now();
}
