import { openAdmin, type Admin } from './delivery-admin.ts';
import { openClient, type LoadClient } from './delivery-load.ts';
import type { RunDatabase } from './delivery-nodes.ts';
import { startSinks, type Sinks } from './delivery-sinks.ts';
import { startFleet, type Fleet } from './fleet.ts';
import { createImportLoad, type ImportLoad } from './import-load.ts';
import { startJobLoad, type JobLoad } from './job-load.ts';
import { startLiveLoad, type LiveLoad } from './live-load.ts';
import { startRedisStand, type RedisStand } from './redis-faults.ts';

/** Several nodes with all kinds of work, for a run of faults. */
export interface Scene {
  stand: RedisStand;
  sinks: Sinks;
  admin: Admin;
  fleet: Fleet;
  client: LoadClient;
  live: LiveLoad;
  imports: ImportLoad;
  jobs: JobLoad;
  startedAtMs: number;
}

/** What the nodes stand on. */
interface Ground {
  /** Main file of the program that all begin with. */
  main: string;
  /** redis-server or valkey-server. */
  redisProgram: string;
  database: RunDatabase;
}

/** Starts nodes and loads, and ends them in the opposite order after `work`. */
export async function playScene<T>(
  { main, redisProgram, database }: Ground,
  work: (scene: Scene) => Promise<T>,
): Promise<T> {
  const closers: (() => unknown)[] = [];
  const keep = <Thing>(thing: Thing, close: (thing: Thing) => unknown): Thing => {
    closers.unshift(() => close(thing));
    return thing;
  };
  try {
    const stand = keep(await startRedisStand(redisProgram), ({ stop }) => stop());
    const sinks = keep(await startSinks(), ({ close }) => close());
    const admin = keep(openAdmin(database.adminUrl), ({ close }) => close());
    const options = { main, database, sinks, redisUrl: stand.url };
    const fleet = keep(await startFleet(options), ({ stop }) => stop());
    const client = await openClient(fleet.url, sinks.webhookUrl);
    const live = keep(await startLiveLoad(fleet.server), ({ close }) => close());
    const imports = createImportLoad(live.board.scene, fleet.url, admin);
    const jobs = startJobLoad(client, admin);
    const startedAtMs = performance.now();
    return await work({ stand, sinks, admin, fleet, client, live, imports, jobs, startedAtMs });
  } finally {
    for (const close of closers) await close();
  }
}
