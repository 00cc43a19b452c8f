import { findRedisProgram } from '../../server/src/platform/queue/redis-server.fixture.ts';
import { buildForCommand } from '../../test/chaos/delivery-builds.ts';
import { buildOlder, type OlderBuild } from '../../test/chaos/older-build.ts';
import { runUpgrade, type UpgradeReport } from '../../test/chaos/upgrade-run.ts';
import { withDatabase } from './database.ts';

/** What the command line says. */
export interface UpgradeChoices {
  /** The older version; without it, one of some days ago. */
  from?: string | undefined;
  beside: string;
  notifications: string;
}

const PATIENCE_MS = 240_000;

/** Replaces the nodes of an older version by those of this one; false when a promise was not kept. */
export async function upgradeNodes({
  from,
  beside,
  notifications,
}: UpgradeChoices): Promise<boolean> {
  const redisProgram = findRedisProgram();
  if (redisProgram === undefined) {
    process.stderr.write('no redis-server or valkey-server here: install one and run this again\n');
    return false;
  }
  let older: OlderBuild;
  try {
    older = await buildOlder(from);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  }
  const main = await buildForCommand();
  const report = await withDatabase((database) =>
    runUpgrade({
      name: 'upgrade',
      older,
      main,
      redisProgram,
      database,
      notifications: Number(notifications),
      besideMs: Number(beside) * 1_000,
      patienceMs: PATIENCE_MS,
    }),
  );
  const broken = listBroken(report);
  for (const each of broken) process.stdout.write(`  NOT KEPT  ${each}\n`);
  return broken.length === 0;
}

function listBroken(report: UpgradeReport): string[] {
  const { board, sdk, imports, jobs, requests, steps, byPolicy } = report;
  const logs = { deliveries: report, 'live edits': board, 'edits by the SDK': sdk, imports, jobs };
  const counts = Object.entries(logs).flatMap(([what, { lost, repeated, wrong }]) =>
    Object.entries({ lost, repeated, wrong }).flatMap(([how, found]) =>
      found.length > 0 ? [`${what}: ${found.length} ${how}, such as ${found[0]}`] : [],
    ),
  );
  return [
    ...counts,
    ...(byPolicy.length > 0 ? [`${byPolicy.length} mails or calls came again`] : []),
    ...(requests.refused.length > 0
      ? [`${requests.refused.length} requests refused, such as ${requests.refused[0]}`]
      : []),
    ...steps.flatMap(({ what, problem }) => (problem === null ? [] : [`${what}: ${problem}`])),
    ...(report.drainedS === null ? ['not all was done in the end'] : []),
  ];
}
