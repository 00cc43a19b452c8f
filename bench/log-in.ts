import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAccountsFeature } from '../server/src/features/accounts/index.ts';
import { createQueueMail } from '../server/src/features/mail/index.ts';
import { createId } from '../server/src/kernel/ids.ts';
import { createFailureCounts } from '../server/src/platform/failure-counts.ts';
import { createAccess, type Locator } from '../server/src/platform/access.ts';
import { createAccessEpochs } from '../server/src/platform/access-epochs.ts';
import { connectDatabase, type Transaction } from '../server/src/platform/database/database.ts';
import { startEmbeddedPostgres } from '../server/src/platform/database/embedded/embedded-postgres.ts';
import { createListener } from '../server/src/platform/database/listener.ts';
import { migrate } from '../server/src/platform/database/migrate.ts';
import { loadInstanceKeys } from '../server/src/platform/instance-keys.ts';
import { createLog } from '../server/src/platform/log.ts';
import { createPasswords, type Passwords } from '../server/src/platform/passwords.ts';
import { createRunner } from '../server/src/platform/run-operation.ts';
import { createSealer } from '../server/src/platform/sealing.ts';
import { createAccessTokens } from '../server/src/platform/tokens.ts';
import { median, round, spreadOf, type BenchResult, type Figure } from './lib/figures.ts';

/** Each address is used once an operation, so that nothing slows down. */
const ADDRESSES = 150;
const WARM_UP = 20;
const HASHES = 60;
/** S28. */
const TARGET_MS = 5;
const PASSWORD = 'trombone hedge 14 kayak';
const CALLER = { requestId: 'bench', ipAddress: '192.0.2.1', userAgent: 'bench' };

/** S28: whether the time of an answer tells if an address has an account; S5: what a password costs. */
export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'boardwire-bench-'));
  const log = createLog('silent');
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log });
  const migrations = fileURLToPath(new URL('../server/migrations/', import.meta.url));
  const appRole = decodeURIComponent(new URL(postgres.appUrl).username);
  await migrate({ adminUrl: postgres.adminUrl, appRole, folder: migrations, log });
  const accounts = await openAccounts(folder, postgres.appUrl);
  try {
    const hash = await accounts.passwords.hash(PASSWORD);
    await accounts.fill(hash);
    const figures = [
      await compare('log-in with a wrong password', (email) =>
        accounts.call('authentication.logIn', { email, password: 'violet anchor 92 teapot' }),
      ),
      await compare('request for a reset mail', (email) =>
        accounts.call('authentication.requestPasswordReset', { email }),
      ),
      await compare('registration', (email) =>
        accounts.call('authentication.register', { email, password: PASSWORD, name: 'Somebody' }),
      ),
      await measureHashes(accounts.passwords),
    ];
    return { id: 'S28', title: 'Known and unknown addresses answer alike', figures };
  } finally {
    await accounts.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const known = (index: number) => `known${index}@example.test`;
const unknown = (index: number) => `other${index}@example.test`;

/** Asks for known and unknown addresses in turn, and compares the medians. */
async function compare(name: string, ask: (email: string) => Promise<unknown>): Promise<Figure> {
  const taken: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
  const time = async (email: string) => {
    const startedAtMs = performance.now();
    await ask(email);
    return performance.now() - startedAtMs;
  };
  for (let index = 0; index < ADDRESSES; index += 1) {
    const pair = { known: await time(known(index)), unknown: await time(unknown(index)) };
    if (index < WARM_UP) continue;
    taken.known.push(pair.known);
    taken.unknown.push(pair.unknown);
  }
  const apart = Math.abs(median(taken.known) - median(taken.unknown));
  return {
    name,
    unit: 'ms between the medians',
    ours: round(apart),
    baseline: null,
    ratio: null,
    target: `< ${TARGET_MS} ms`,
    isReached: apart < TARGET_MS,
    details: {
      'known ms': round(median(taken.known)),
      'unknown ms': round(median(taken.unknown)),
      'known p95': round(spreadOf(taken.known).p95),
      'unknown p95': round(spreadOf(taken.unknown).p95),
    },
  };
}

async function measureHashes(passwords: Passwords): Promise<Figure> {
  const hash = await passwords.hash(PASSWORD);
  const alone: number[] = [];
  for (let count = 0; count < HASHES; count += 1) {
    const startedAtMs = performance.now();
    await passwords.verify(hash, PASSWORD);
    alone.push(performance.now() - startedAtMs);
  }
  const startedAtMs = performance.now();
  const line = async () => {
    for (let count = 0; count < HASHES; count += 1) await passwords.verify(hash, PASSWORD);
  };
  await Promise.all([line(), line()]);
  const perSecond = (2 * HASHES * 1_000) / (performance.now() - startedAtMs);
  return {
    name: 'one password check',
    unit: 'ms',
    ours: round(median(alone)),
    baseline: null,
    ratio: null,
    target: 'told',
    isReached: true,
    details: {
      'a second, two at once': round(perSecond),
      'p95 ms': round(spreadOf(alone).p95),
    },
  };
}

const nowhere: Locator = async () => null;
const locators = {
  organization: nowhere,
  member: nowhere,
  role: nowhere,
  invitation: nowhere,
  apiKey: nowhere,
};

/** The operations of accounts on an exposed instance, without HTTP: what is left is what differs. */
async function openAccounts(folder: string, url: string) {
  const log = createLog('silent');
  const database = connectDatabase({ url, poolSize: 4, log });
  const listener = createListener(url, log);
  const epochs = createAccessEpochs(database, listener, log);
  const keys = loadInstanceKeys(folder);
  const sealer = createSealer(keys.sealing);
  const passwords = createPasswords({ maxConcurrent: 2, maxWaiting: 20 });
  const config = { isExposed: true, PUBLIC_URL: 'https://boards.example.test' };
  const { operations } = createAccountsFeature({
    config,
    keys,
    sealer,
    passwords,
    openFailureCounts: createFailureCounts(null),
    database,
    tokens: createAccessTokens(keys.signing, config.PUBLIC_URL),
    queueMail: createQueueMail(sealer),
    signUpMode: async () => 'open',
    findInvitation: async () => null,
    revokeApiKeys: async () => undefined,
  });
  const access = createAccess({ database, epochs }, locators, async () => new Map());
  const runOperation = createRunner({
    database,
    access,
    epochs,
    sealer,
    log,
    isInstanceOwner: async () => false,
    onEvents: () => undefined,
  });
  return {
    passwords,
    async call(name: string, input: unknown) {
      const operation = operations.find(({ spec }) => spec.name === name);
      if (operation === undefined) throw new Error(`no operation ${name}`);
      return runOperation({ operation, input, actor: { kind: 'anonymous' }, request: CALLER });
    },
    fill: (hash: string) => database.write('all', (tx) => insertPeople(tx, hash)),
    async close() {
      await listener.close();
      await database.close();
    },
  };
}

async function insertPeople(tx: Transaction, hash: string): Promise<void> {
  for (let index = 0; index < ADDRESSES; index += 1) {
    await tx.query(
      `insert into users (id, email, email_verified_at, name, password_hash, is_instance_owner)
       values ($1, $2, now(), 'Known', $3, $4)`,
      [createId(), known(index), hash, index === 0],
    );
  }
}
