import { randomBytes } from 'node:crypto';
import type { Algorithm } from '@node-rs/argon2';
import { hash as hashArgon2, parseOptions, verify as verifyArgon2 } from '@node-rs/argon2';
import { Refusal } from './refusal.ts';

/** Hashes and checks passwords, few at a time (security S5). Every call may throw TOO_MANY_REQUESTS. */
export interface Passwords {
  /** The PHC string to store for `password`. */
  hash(password: string): Promise<string>;
  /** Whether `password` belongs to `hash`. Null stands for an unknown account: as much work, and never right. */
  verify(hash: string | null, password: string): Promise<boolean>;
  /** Whether `hash` was made with other parameters than today's. */
  needsRehash(hash: string): boolean;
}

/** How many hashes are worked on at once, and how many callers may wait for their turn. */
export interface PasswordLimits {
  maxConcurrent: number;
  maxWaiting: number;
}

/** OWASP's Argon2id parameters: 19 MiB, two passes, one lane. */
const PARAMETERS = {
  // The package's enum exists in its types alone, so its number is written out.
  algorithm: 2 satisfies Algorithm.Argon2id as Algorithm,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** A turn comes within a second even at the end of a full queue. */
const RETRY_AFTER_S = 1;

/** Creates the hasher of a process. */
export function createPasswords(limits: PasswordLimits): Passwords {
  const inTurn = createTurns(limits);
  const dummyHash = createDummyHash();
  return {
    hash: (password) => inTurn(() => hashArgon2(normalize(password), PARAMETERS)),
    async verify(hash, password) {
      const isRight = await inTurn(() => verifyArgon2(hash ?? dummyHash, normalize(password)));
      return isRight && hash !== null;
    },
    needsRehash(hash) {
      const { algorithm, memoryCost, timeCost, parallelism } = parseOptions(hash);
      return (
        JSON.stringify({ algorithm, memoryCost, timeCost, parallelism }) !==
        JSON.stringify(PARAMETERS)
      );
    },
  };
}

/** One spelling for what different keyboards type for the same characters (NIST SP 800-63B-4 section 3.1.1.2). */
function normalize(password: string): string {
  return password.normalize('NFKC');
}

/** A well-formed hash of today's parameters whose password nobody knows: the hash itself is random. */
function createDummyHash(): string {
  const encode = (bytes: number) => randomBytes(bytes).toString('base64').replaceAll('=', '');
  const { memoryCost, timeCost, parallelism } = PARAMETERS;
  const parameters = `m=${memoryCost},t=${timeCost},p=${parallelism}`;
  return `$argon2id$v=19$${parameters}$${encode(SALT_BYTES)}$${encode(HASH_BYTES)}`;
}

/** Runs work in the order of arrival, a few at a time; refuses whoever would wait too long. */
function createTurns({ maxConcurrent, maxWaiting }: PasswordLimits) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < maxConcurrent) running += 1;
    else await waitForTurn(waiting, maxWaiting);
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // The place passes on directly, so that nobody slips in between.
      if (next) next();
      else running -= 1;
    }
  };
}

function waitForTurn(waiting: (() => void)[], maxWaiting: number): Promise<void> {
  if (waiting.length >= maxWaiting) {
    const message = 'Too many passwords are being checked right now; try again in a second';
    throw new Refusal('TOO_MANY_REQUESTS', message, { reason: 'passwords_busy' }, RETRY_AFTER_S);
  }
  return new Promise((resolve) => waiting.push(resolve));
}
