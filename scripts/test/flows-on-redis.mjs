import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fromRoot } from '../lib/paths.mjs';
import { listTestFiles } from './test-files.mjs';

/** What these look at is drawn, said or measured in the browser, whatever the server keeps where. */
const LOOK = 'its subject is how pages look';
/** Programs that choose their stores themselves, or that never get that far. */
const OWN_STORES = 'it starts programs with settings of its own';
const NO_SERVER = 'it starts no server';
/** Dashboards name the figures of both. */
const NAMES = 'it compares names of figures in files';

/**
 * Flows that do not run a second time with REDIS_URL, each with the reason. All others in test/flows do, those in a browser
 * at night.
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

/**
 * Flows in a browser take as long as all others together, and ask a server for nothing that those do not: they run on
 * Redis as well in the nightly run.
 */
const takesAll = process.env['BOARDWIRE_TESTS'] === 'nightly';

const namedFiles = new Set(Object.keys(leftOut).map((name) => `${FLOWS}${name}${ENDING}`));

/** The files that are left out, from the root. */
export const leftOutFiles = [...namedFiles, ...(takesAll ? [] : listBrowserFlows())];
const isLeftOut = new Set(leftOutFiles);

function listBrowserFlows() {
  return listTestFiles()
    .map((file) => relative(fromRoot(), file).replaceAll('\\', '/'))
    .filter((path) => path.startsWith(FLOWS) && !namedFiles.has(path) && opensBrowser(path));
}

/**
 * Whether a flow, or a fixture that it imports, drives a browser.
 * @param {string} path from the root
 * @returns {boolean}
 */
function opensBrowser(path) {
  const text = readFileSync(fromRoot(path), 'utf8').replaceAll(/import type [^;]*;/g, '');
  if (/from '(playwright-core|\.\.\/harness\/(full-)?chromium\.ts)'/.test(text)) return true;
  return [...text.matchAll(/from '\.\/([\w-]+\.fixture\.ts)'/g)].some(([, name]) =>
    opensBrowser(join(FLOWS, name ?? '')),
  );
}

/**
 * Whether a test file runs a second time with REDIS_URL.
 * @param {string} file an absolute path
 */
export function runsOnRedis(file) {
  const path = relative(fromRoot(), file).replaceAll('\\', '/');
  return path.startsWith(FLOWS) && path.endsWith(ENDING) && !isLeftOut.has(path);
}
