import { parseArgs } from 'node:util';
import { isLocalHost, loadConfig, type Config } from '../../server/src/platform/config/config.ts';
import { createUserError } from '../lib/say.mjs';

/** What to start. */
export interface NodesOptions {
  api: number;
  worker: number;
  /** The settings that all processes share. */
  config: Config;
}

const USAGE = `npm run nodes -- [--api 2] [--worker 2] [--port 3000]`;
/** Each is a Node process of 150 MB. */
const MOST = 16;

/** Reads the command line and the environment. Throws what the person at the terminal can act on. */
export function readOptions(args: string[]): NodesOptions {
  const { api, worker, port } = parseFlags(args);
  const environment = { ...process.env, ...(port === undefined ? {} : { PORT: port }) };
  // Which role it is, each process is told by its arguments.
  const config = readConfig({ ...environment, BOARDWIRE_ROLE: 'all' });
  if (!isLocalHost(config.HOST)) {
    throw createUserError(
      `HOST=${config.HOST}: the address of npm run nodes is for this machine alone; let others in through a proxy that speaks TLS (docs/operating.md, "Let others reach it")`,
    );
  }
  return { api: readCount('--api', api), worker: readCount('--worker', worker), config };
}

function parseFlags(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        api: { type: 'string', default: '2' },
        worker: { type: 'string', default: '2' },
        port: { type: 'string' },
      },
    });
    return values;
  } catch (error) {
    throw createUserError(`${(error as Error).message}\n${USAGE}`);
  }
}

function readCount(flag: string, text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MOST) return count;
  throw createUserError(
    `${flag} ${text}: a number from 1 to ${MOST} is needed; for example ${flag} 2`,
  );
}

function readConfig(environment: NodeJS.ProcessEnv): Config {
  try {
    return loadConfig(environment);
  } catch (error) {
    throw createUserError((error as Error).message);
  }
}
