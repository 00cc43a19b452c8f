import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { createSecret } from '../../../kernel/ids.ts';
import { syncFolder } from './data-folder.ts';
import { EmbeddedPostgresError, errorCode } from './errors.ts';

/** Owns the cluster: bootstrap and migrations only (reliability R16). */
export const ADMIN_ROLE = 'boardwire_admin';
/** What the application logs in as; no superuser, creates neither roles nor databases. */
export const APP_ROLE = 'boardwire_app';

/** The generated passwords of both roles. */
export interface Passwords {
  admin: string;
  app: string;
  /** They were generated just now, so an existing cluster does not know them yet. */
  areNew: boolean;
}

const PRIVATE_FILE = 0o600;
const OPEN_TO_OTHERS = 0o077;
/** Host, port and database of a libpq password line: any. */
const ANYWHERE = '*:*:*';

/** Reads the password file at `path`, or generates it (mode 600). Throws EmbeddedPostgresError when it is damaged or readable by others. */
export function loadPasswords(path: string): Passwords {
  const text = readIfThere(path);
  if (text === null) return generate(path);
  const admin = passwordOf(text, ADMIN_ROLE);
  const app = passwordOf(text, APP_ROLE);
  if (admin && app) return { admin, app, areNew: false };
  throw new EmbeddedPostgresError(
    'wrong_password',
    `The password file ${path} is damaged: restore it from a backup, or delete it and the next start sets new passwords`,
  );
}

function readIfThere(path: string): string | null {
  try {
    if ((statSync(path).mode & OPEN_TO_OTHERS) !== 0) {
      throw new EmbeddedPostgresError(
        'wrong_password',
        `Others can read the database passwords in ${path}: run \`chmod 600 ${path}\`; if somebody may have read it, delete it and the next start sets new ones`,
      );
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function passwordOf(text: string, role: string): string | undefined {
  const line = text.split('\n').find((entry) => entry.startsWith(`${ANYWHERE}:${role}:`));
  return line?.slice(`${ANYWHERE}:${role}:`.length);
}

function generate(path: string): Passwords {
  const [admin, app] = [createSecret(), createSecret()];
  const temporary = `${path}.${process.pid}`;
  const descriptor = openSync(temporary, 'w', PRIVATE_FILE);
  try {
    writeSync(descriptor, `${ANYWHERE}:${ADMIN_ROLE}:${admin}\n${ANYWHERE}:${APP_ROLE}:${app}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, path);
  syncFolder(dirname(path));
  return { admin, app, areNew: true };
}
