import { relative } from 'node:path';
import { fromRoot } from '../lib/paths.mjs';

/** What these look at is drawn, said or measured in the browser, whatever the server keeps where. */
const LOOK = 'its subject is how pages look';
/** Programs that choose their stores themselves, or that never get that far. */
const OWN_STORES = 'it starts programs with settings of its own';
const NO_SERVER = 'it starts no server';
/** Dashboards name the figures of both. */
const NAMES = 'it compares names of figures in files';

/**
 * Flows that do not run a second time with REDIS_URL, each with the reason. Everything else in test/flows does.
 * @type {Readonly<Record<string, string>>}
 */
const leftOut = {
  accessibility: LOOK,
  'board-lines': LOOK,
  'board-speed': LOOK,
  'home-layout': LOOK,
  'palette-typing': LOOK,
  'pseudo-locale': LOOK,
  'table-lines': LOOK,
  'views-look': LOOK,
  xss: LOOK,
  commands: OWN_STORES,
  exposed: OWN_STORES,
  'live-redis': OWN_STORES,
  nodes: OWN_STORES,
  'silent-buses': OWN_STORES,
  start: OWN_STORES,
  dashboards: NAMES,
  'webhook-examples': NO_SERVER,
};

const FLOWS = 'test/flows/';
const ENDING = '.test.ts';

/** The files that are left out, from the root. */
export const leftOutFiles = Object.keys(leftOut).map((name) => `${FLOWS}${name}${ENDING}`);

/**
 * Whether a test file runs a second time with REDIS_URL.
 * @param {string} file an absolute path
 */
export function runsOnRedis(file) {
  const path = relative(fromRoot(), file).replaceAll('\\', '/');
  return path.startsWith(FLOWS) && path.endsWith(ENDING) && !leftOutFiles.includes(path);
}
