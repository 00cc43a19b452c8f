import { join } from 'node:path';
import type { Config } from '../../server/src/platform/config/config.ts';
import { loadInstanceKeys } from '../../server/src/platform/instance-keys.ts';
import { createUserError, say } from '../lib/say.mjs';
import { startNode, type Node } from './node.ts';
import { readOptions, type NodesOptions } from './options.ts';
import { openProxy, type NodeProxy } from './proxy.ts';
import { openPostgres, openRedis, type Store } from './stores.ts';

const PORTS_TO_TRY = 20;
/** Echoes of one signal arrive within this: a terminal signals the whole group, and npm passes it on as well. */
const SAME_SIGNAL_MS = 500;
/** As shells report an interrupted program. */
const FORCED_EXIT_CODE = 130;

/** What runs, in the order in which it was started. */
interface Running {
  stores: Store[];
  nodes: Node[];
  proxy: NodeProxy | null;
}

/** Starts the stores, the nodes and the address in front of them, and keeps all of it running until a signal. */
export async function runNodes(main: string, args: string[]): Promise<void> {
  const options = readOptions(args);
  const running: Running = { stores: [], nodes: [], proxy: null };
  const stop = createStop(running);
  try {
    await startAll(main, options, running, stop);
  } catch (error) {
    await stopAll(running);
    throw error;
  }
}

async function startAll(
  main: string,
  { api, worker, config }: NodesOptions,
  running: Running,
  stop: (exitCode: number) => void,
): Promise<void> {
  const onLost = (reason: string) => {
    say(`The embedded Postgres does not stay up: ${reason}`);
    stop(1);
  };
  const { stores, nodes } = running;
  stores.push(await openPostgres(config, api + worker, onLost));
  stores.push(await openRedis(config, say));
  // Nodes come up behind it; until one is ready, connections wait.
  const proxy = (running.proxy = await listen(config, nodes));
  const url = `http://127.0.0.1:${proxy.port}`;
  const environment = {
    ...Object.assign({}, ...stores.map((store) => store.environment)),
    SECRETS_FILE: prepareKeys(config),
    PUBLIC_URL: config.given.has('PUBLIC_URL') ? config.PUBLIC_URL : url,
  } as Record<string, string>;
  const start = async (role: 'api' | 'worker', count: number) => {
    for (let number = 1; number <= count; number += 1)
      nodes.push(await startNode({ role, number, main, environment, say }));
  };
  await start('api', api);
  await start('worker', worker);
  await Promise.all(nodes.map((node) => node.started)).catch((error: unknown) => {
    throw createUserError((error as Error).message);
  });
  process.stdout.write(describe(config, url, running));
}

/** The first start makes them; all nodes read the same file. */
function prepareKeys({ BOARDWIRE_DATA: dataFolder, SECRETS_FILE: file }: Config): string {
  try {
    loadInstanceKeys(dataFolder, file);
  } catch (error) {
    throw createUserError((error as Error).message);
  }
  return file ?? join(dataFolder, 'secrets.json');
}

/** At PORT, or the next one that is free where nobody asked for it. */
async function listen(config: Config, nodes: readonly Node[]): Promise<NodeProxy> {
  const listBackends = () => nodes.filter(({ role }) => role === 'api');
  const tries = config.given.has('PORT') ? 1 : PORTS_TO_TRY;
  for (let port = config.PORT; port < config.PORT + tries; port += 1) {
    try {
      return await openProxy({ port, listBackends });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
  throw createUserError(
    `PORT: ${config.PORT} is taken by another program; stop it, or choose another: npm run nodes -- --port 8080`,
  );
}

function describe(config: Config, url: string, { nodes, stores }: Running): string {
  const [postgres, redis] = stores;
  const lines = [
    `Boardwire on ${nodes.length} processes`,
    `  open       ${config.given.has('PUBLIC_URL') ? config.PUBLIC_URL : url}`,
    `  database   ${postgres?.description}`,
    `  redis      ${redis?.description}`,
    ...nodes.map(
      (node) =>
        `  ${node.name.padEnd(10)} process ${node.pid()}, http://127.0.0.1:${node.port()}/health`,
    ),
    '',
    `ready ${url}`,
    '',
  ];
  return lines.join('\n');
}

/** In order on the first signal, at once on a second one. */
function createStop(running: Running): (exitCode: number) => void {
  let stoppingSinceMs: number | null = null;
  const stop = (exitCode: number) => {
    if (stoppingSinceMs !== null) {
      if (performance.now() - stoppingSinceMs < SAME_SIGNAL_MS) return;
      for (const each of [...running.nodes, ...running.stores]) each.kill();
      process.exit(FORCED_EXIT_CODE);
    }
    stoppingSinceMs = performance.now();
    say('stopping …');
    stopAll(running).then(
      () => process.exit(exitCode),
      (error: unknown) => {
        say(String(error));
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(0));
  return stop;
}

/** Nobody new comes in, nodes finish what they have, and only then goes what they stand on. */
async function stopAll({ proxy, nodes, stores }: Running): Promise<void> {
  proxy?.close();
  await Promise.all(nodes.map((node) => node.stop()));
  for (const store of stores.toReversed()) await store.stop();
}
