import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { withLock } from './lock.mjs';
import { fromRoot, workspaces } from './paths.mjs';
import { createUserError, formatSeconds, say } from './say.mjs';

const stampFile = fromRoot('node_modules', '.boardwire-stamp');
const lockFile = fromRoot('.cache', 'install.lock');

/**
 * The part of a package-lock.json that says what must be on disk.
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockEntry
 * @typedef {Record<string, LockEntry>} LockPackages
 */

/**
 * Makes sure that node_modules is what package-lock.json says. Touches neither disk nor network
 * when it already is.
 */
export async function ensureInstalled() {
  const wanted = computeInstallStamp();
  if (readInstallStamp() === wanted) return;
  const onWait = () => say('Another process is installing packages; waiting for it.');
  await withLock(lockFile, { onWait }, async () => {
    if (readInstallStamp() === wanted) return;
    if (!isInstalledByHand()) await runNpmCi();
    writeFileSync(stampFile, wanted);
  });
}

/** What the installation depends on: the lock, every manifest, and the kind of machine. */
function computeInstallStamp() {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
  const files = [
    'package-lock.json',
    'package.json',
    ...workspaces.map((w) => `${w}/package.json`),
  ];
  for (const file of files) hash.update(readFileSync(fromRoot(file))).update('\0');
  return hash.digest('hex');
}

function readInstallStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
}

/** Whether somebody already ran npm ci or npm install: npm leaves its own record of the result. */
function isInstalledByHand() {
  const record = fromRoot('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  return isSameTree(readPackages(fromRoot('package-lock.json')), readPackages(record));
}

/**
 * @param {string} file
 * @returns {LockPackages}
 */
function readPackages(file) {
  return /** @type {{ packages: LockPackages }} */ (JSON.parse(readFileSync(file, 'utf8')))
    .packages;
}

/**
 * Whether an installed tree holds everything that a lock wants. Optional packages may be missing
 * (they are for other platforms), but none may have another version.
 * @param {LockPackages} wanted
 * @param {LockPackages} installed
 */
export function isSameTree(wanted, installed) {
  return Object.entries(wanted).every(([path, want]) => {
    if (!path.includes('node_modules/') || want.link) return true;
    const have = installed[path];
    if (!have) return want.optional === true;
    return have.version === want.version && have.integrity === want.integrity;
  });
}

async function runNpmCi() {
  say('Installing packages (needed once, and again when package-lock.json changes) …');
  const startedAt = performance.now();
  const exitCode = await runNpm([
    'ci',
    '--include=dev',
    '--loglevel=warn',
    '--no-audit',
    '--no-fund',
  ]);
  if (exitCode !== 0) {
    throw createUserError(
      `npm ci failed with exit code ${exitCode}; its output above says why. ` +
        'The packages come from the npm registry, so the first start needs a network connection ' +
        '(or a filled npm cache); later starts need none.',
    );
  }
  say(`Installed packages in ${formatSeconds(startedAt)}.`);
}

/**
 * Runs npm with its output on stderr, and resolves with the exit code.
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function runNpm(args) {
  // Under `npm start` this is the very npm that was called; otherwise the one on the PATH.
  const cli = process.env['npm_execpath'];
  const isNpmScript = cli?.endsWith('npm-cli.js') === true;
  const [command, prefix] = isNpmScript ? [process.execPath, [cli]] : ['npm', []];
  const isShellNeeded = !isNpmScript && process.platform === 'win32';
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...prefix, ...args], {
      cwd: fromRoot(),
      stdio: ['ignore', 2, 2],
      shell: isShellNeeded,
    });
    child.on('error', (cause) =>
      reject(createUserError(`npm could not be started (${cause.message}); is it on the PATH?`)),
    );
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}
