// Makes the files that compose.yaml names as secrets, each once and for the one user that reads it. What is there stays:
// new passwords would not be those that Postgres has. Runs as root in a container, without a network.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Users by their numbers in the images. */
const BOARDWIRE = 10_001;
const POSTGRES = 999;
const REDIS = 999;
const PASSWORD_BYTES = 32;

const folder = process.argv[2] ?? '/secrets';
const main = process.env['BOARDWIRE_MAIN'] ?? '/app/server/dist/main.js';

/**
 * @param {string} name
 * @param {number} owner
 * @param {() => string} make
 * @returns {string} what is in the file
 */
function provide(name, owner, make) {
  const path = join(folder, name);
  if (existsSync(path)) {
    process.stdout.write(`kept  ${name}\n`);
    return readFileSync(path, 'utf8');
  }
  const text = make();
  writeFileSync(path, text, { mode: 0o400, flag: 'wx' });
  chownSync(path, owner, owner);
  process.stdout.write(`made  ${name}\n`);
  return text;
}

// Letters, digits, - and _: they stand in an address as they are.
const makePassword = () => randomBytes(PASSWORD_BYTES).toString('base64url');

chmodSync(folder, 0o711);
provide('boardwire-keys', BOARDWIRE, () =>
  execFileSync(process.execPath, [main, 'keys']).toString(),
);
provide('metrics-token', BOARDWIRE, makePassword);

provide('postgres-password', POSTGRES, makePassword);
const owner = provide('postgres-owner-password', POSTGRES, makePassword);
const app = provide('postgres-app-password', POSTGRES, makePassword);
const database = '@postgres:5432/boardwire';
provide('database-url', BOARDWIRE, () => `postgres://boardwire:${app}${database}`);
provide('database-admin-url', BOARDWIRE, () => `postgres://boardwire_owner:${owner}${database}`);

const redis = provide('redis-password', REDIS, makePassword);
provide('redis-login', REDIS, () => `requirepass ${redis}\n`);
provide('redis-url', BOARDWIRE, () => `redis://:${redis}@redis:6379`);
