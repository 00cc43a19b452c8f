import { chmodSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { ConfigError } from './config/config.ts';
import { createFolder } from './create-folder.ts';

/** Keys of an instance, made once and kept outside the database (security S1). */
export interface InstanceKeys {
  /** Ed25519 pair that signs access tokens. */
  signing: { privateKey: KeyObject; publicKey: KeyObject };
  /** AES-256 key for secrets at rest (security S15). */
  sealing: Buffer;
  /** HMAC key from which the successor of a refresh token is derived (security S8). */
  refresh: Buffer;
}

interface StoredKeys {
  signing: string;
  sealing: string;
  refresh: string;
}

const KEY_BYTES = 32;
/** Permission bits of group and others; secrets of ours allow none. */
const OTHERS_MODE = 0o077;
/**
 * What root gave us may be read by our group, as Postgres has it for its own key: this is how Kubernetes mounts secrets,
 * and we could not change it.
 */
const OTHERS_MODE_OF_ROOTS = 0o037;

/** Reads the instance's keys, or makes them in the data folder on the first start. Throws ConfigError. */
export function loadInstanceKeys(dataFolder: string, secretsFile?: string): InstanceKeys {
  const path = secretsFile ?? join(dataFolder, 'secrets.json');
  const text = readIfThere(path);
  if (text === null && secretsFile !== undefined) {
    throw new ConfigError(
      `SECRETS_FILE: cannot read ${path}; copy secrets.json of the first process there, mode 600`,
    );
  }
  return parseKeys(text ?? createKeys(path), path);
}

function readIfThere(path: string): string | null {
  try {
    if (isOpenToOthers(statSync(path), process.getuid?.())) {
      throw new ConfigError(
        `${path} can be read by others on this machine; run: chmod 600 ${path}`,
      );
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new ConfigError(`cannot read ${path}: ${(error as Error).message}`);
  }
}

/** Whether a file with secrets can be read by more people than the program's user `ownId` (security S1). */
export function isOpenToOthers(
  { mode, uid }: { mode: number; uid: number },
  ownId: number | undefined,
): boolean {
  const isRoots = uid === 0 && ownId !== 0;
  return (mode & (isRoots ? OTHERS_MODE_OF_ROOTS : OTHERS_MODE)) !== 0;
}

/** New keys, as the text of a file for SECRETS_FILE. */
export function generateKeys(): string {
  const pair = generateKeyPairSync('ed25519');
  const stored: StoredKeys = {
    signing: pair.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    sealing: randomBytes(KEY_BYTES).toString('base64'),
    refresh: randomBytes(KEY_BYTES).toString('base64'),
  };
  return `${JSON.stringify(stored, null, 2)}\n`;
}

function createKeys(path: string): string {
  const text = generateKeys();
  try {
    createFolder(dirname(path), 0o700);
    writeWhole(path, text);
  } catch (error) {
    throw new ConfigError(
      `BOARDWIRE_DATA: cannot write ${path} (${(error as Error).message}); for example BOARDWIRE_DATA=/var/lib/boardwire`,
    );
  }
  return text;
}

/** Written aside and renamed: a crash leaves either no file or a whole one. */
function writeWhole(path: string, text: string): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  chmodSync(draft, 0o600);
  renameSync(draft, path);
}

function parseKeys(text: string, path: string): InstanceKeys {
  const broken = new ConfigError(
    `${path} is damaged; restore it from a backup (without it, sealed secrets are lost)`,
  );
  let stored: Partial<StoredKeys>;
  try {
    stored = (JSON.parse(text) ?? {}) as Partial<StoredKeys>;
  } catch {
    throw broken;
  }
  if (typeof stored.signing !== 'string') throw broken;
  try {
    const privateKey = createPrivateKey({
      key: Buffer.from(stored.signing, 'base64'),
      type: 'pkcs8',
      format: 'der',
    });
    if (privateKey.asymmetricKeyType !== 'ed25519') throw broken;
    return {
      signing: { privateKey, publicKey: createPublicKey(privateKey) },
      sealing: parseSymmetric(stored.sealing, 'sealing', path),
      refresh: parseSymmetric(stored.refresh, 'refresh', path),
    };
  } catch (error) {
    throw error instanceof ConfigError ? error : broken;
  }
}

function parseSymmetric(text: string | undefined, name: string, path: string): Buffer {
  const key = Buffer.from(text ?? '', 'base64');
  const isGuessable = key.every((byte) => byte === key[0]);
  if (key.length !== KEY_BYTES || isGuessable) {
    throw new ConfigError(
      `${path}: "${name}" must be ${KEY_BYTES} random bytes in base64; for example from: openssl rand -base64 32`,
    );
  }
  return key;
}
