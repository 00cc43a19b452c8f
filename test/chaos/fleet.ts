import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNode, type Node } from '../../scripts/nodes/node.ts';
import { openProxy } from '../../scripts/nodes/proxy.ts';
import type { TestServer } from '../harness/server.ts';
import { describeEnvironment, type RunDatabase } from './delivery-nodes.ts';
import type { Sinks } from './delivery-sinks.ts';
import { createCall } from './live-nodes.ts';

/** The nodes of `npm run nodes`, two api and two worker processes behind one address, for a run of faults. */
export interface Fleet {
  /** The one address. */
  url: string;
  nodes: readonly Node[];
  /** The address as tests' helpers know a server. */
  server: TestServer;
  /** Ends a node in order, and starts another program in its place. */
  replace(place: number, main: string): Promise<void>;
  /** The last lines that nodes said. */
  said(): string;
  stop(): Promise<void>;
}

/** What to start. */
export interface FleetOptions {
  main: string;
  database: RunDatabase;
  sinks: Sinks;
  redisUrl: string;
}

const PLACES = [
  ['api', 1],
  ['api', 2],
  ['worker', 1],
  ['worker', 2],
] as const;
const LINES_KEPT = 200;

/** Starts the nodes, and restarts those that end. */
export async function startFleet({ main, ...options }: FleetOptions): Promise<Fleet> {
  const folder = mkdtempSync(join(tmpdir(), 'boardwire-fleet-'));
  const nodes: Node[] = [];
  const lines: string[] = [];
  const say = (line: string) => {
    lines.push(line);
    if (lines.length > LINES_KEPT) lines.shift();
  };
  const listBackends = () => nodes.filter(({ role }) => role === 'api');
  const proxy = await openProxy({ port: 0, listBackends });
  const url = `http://127.0.0.1:${proxy.port}`;
  const environment = describeEnvironment(options, { folder, url });
  const start = async (place: number, program: string) => {
    const [role, number] = PLACES[place] ?? PLACES[0];
    nodes[place] = await startNode({ role, number, main: program, environment, say });
    await nodes[place].started;
  };
  const stop = async () => {
    proxy.close();
    await Promise.all(nodes.map((node) => node.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    // The first one makes the keys that all use.
    await start(0, main);
    await Promise.all([1, 2, 3].map((place) => start(place, main)));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    nodes,
    server: { url, call: createCall(url) } as unknown as TestServer,
    async replace(place, program) {
      await nodes[place]?.stop();
      await start(place, program);
    },
    said: () => lines.join('\n'),
    stop,
  };
}
