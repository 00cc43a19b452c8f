import { randomBytes } from 'node:crypto';
import type { OperationName, OperationsByName } from '@boardwire/contract/catalogue';
import type { InputOf, OutputOf } from '@boardwire/contract/define';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/postgres.ts';
import { createId } from '../../kernel/ids.ts';
import { createFailureCounts } from '../../platform/failure-counts.ts';
import { createAccess, type Locators } from '../../platform/access.ts';
import { createAccessEpochs, type AccessEpochs } from '../../platform/access-epochs.ts';
import type { Actor } from '../../platform/actor.ts';
import { connectDatabase, type Database } from '../../platform/database/database.ts';
import { createListener } from '../../platform/database/listener.ts';
import type { Chore } from '../../platform/feature.ts';
import { createLog } from '../../platform/log.ts';
import { createPasswords } from '../../platform/passwords.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { createRunner, type Outcome } from '../../platform/run-operation.ts';
import { createSealer, type Sealer } from '../../platform/sealing.ts';
import {
  apiKeyLocator,
  createApiKeyAuthenticator,
  createApiKeysFeature,
} from '../api-keys/index.ts';
import { verifyOwnPassword } from '../accounts/index.ts';
import { createAuditFeature } from '../audit/index.ts';
import { deliveries } from '../delivery/index.ts';
import { createQueueMail } from '../mail/index.ts';
import { createOrganizationsFeature, loadGrants, locators } from './index.ts';

/** Everybody's password. */
export const PASSWORD = 'correct horse battery staple';

/** A signed-in person. */
export type Person = Extract<Actor, { kind: 'user' }> & { email: string; name: string };

/** The runner with the features of organizations on a real database, without HTTP. */
export interface Bed {
  test: TestDatabase;
  database: Database;
  epochs: AccessEpochs;
  chores: readonly Pick<Chore, 'name' | 'run'>[];
  /** Mails that were asked for, by template and address; `to` narrows to one address. */
  mails(to?: string): Promise<{ template: string; recipient: string; organizationId: string }[]>;
  /** Calls an operation and answers its outcome. */
  call<Name extends OperationName>(
    actor: Actor,
    name: Name,
    input: InputOf<OperationsByName[Name]>,
  ): Promise<Outcome>;
  /** Calls an operation that must succeed. */
  succeed<Name extends OperationName>(
    actor: Actor,
    name: Name,
    input: InputOf<OperationsByName[Name]>,
  ): Promise<OutputOf<OperationsByName[Name]>>;
  /** Calls an operation that must be refused. */
  refuse<Name extends OperationName>(
    actor: Actor,
    name: Name,
    input: InputOf<OperationsByName[Name]>,
  ): Promise<Refusal>;
  authenticate(key: string): Promise<Actor | null>;
  /** An account, verified unless said otherwise. */
  addPerson(details?: { name?: string; email?: string; isVerified?: boolean }): Promise<Person>;
  runChore(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens the bed; `config` stands over the tests' own. */
export async function openBed({ sendsMail = false }: { sendsMail?: boolean } = {}): Promise<Bed> {
  const test = await createTestDatabase();
  const log = createLog('error');
  const database = connectDatabase({ url: test.appUrl, poolSize: 8, log });
  const listener = createListener(test.appUrl, log);
  const epochs = createAccessEpochs(database, listener, log);
  await epochs.start();
  const authenticator = createApiKeyAuthenticator({ database, epochs });
  const sealer = createSealer(randomBytes(32));
  const passwords = createPasswords({ maxConcurrent: 2, maxWaiting: 20 });
  const passwordHash = await passwords.hash(PASSWORD);
  const features = [
    createOrganizationsFeature({
      config: { PUBLIC_URL: 'https://boards.example.test' },
      sendsMail: async () => sendsMail,
      queueMail: createQueueMail(sealer),
      passwordCheck: verifyOwnPassword({
        passwords,
        openFailureCounts: createFailureCounts(null),
      }),
      database,
      log,
    }),
    createApiKeysFeature({ authenticator }),
    createAuditFeature({ config: { AUDIT_RETENTION_DAYS: 400 }, database, log }),
  ];
  const all: Locators = { ...locators, apiKey: apiKeyLocator };
  const run = createRunner({
    database,
    access: createAccess({ database, epochs }, all, loadGrants),
    epochs,
    sealer,
    log,
    isInstanceOwner: async () => false,
    onEvents: () => undefined,
  });
  const operations = new Map(
    features
      .flatMap((feature) => feature.operations)
      .map((operation) => [operation.spec.name, operation]),
  );
  const chores = features.flatMap(({ chores: timed = [], scheduled = [] }) => [
    ...timed,
    ...scheduled,
  ]);

  const call: Bed['call'] = async (actor, name, input) => {
    const operation = operations.get(name);
    if (operation === undefined) throw new Error(`no operation ${name}`);
    const request = { requestId: createId(), ipAddress: '192.0.2.1', userAgent: 'tests' };
    for (;;) {
      const outcome = await run({ operation, input, actor, request });
      // Fifty at once may wait longer for a connection than the product lets them; nothing was changed then.
      if (outcome.ok || outcome.refusal.code !== 'SERVICE_UNAVAILABLE') return outcome;
    }
  };
  return {
    test,
    database,
    epochs,
    chores,
    call,
    async succeed(actor, name, input) {
      const outcome = await call(actor, name, input);
      if (!outcome.ok)
        throw new Error(`${name}: ${outcome.refusal.message}`, { cause: outcome.refusal });
      return operations.get(name)?.spec.output.parse(outcome.data) as never;
    },
    async refuse(actor, name, input) {
      const outcome = await call(actor, name, input);
      if (outcome.ok) throw new Error(`${name} was not refused`);
      return outcome.refusal;
    },
    mails: (to) => readMails(test, sealer, to),
    authenticate: authenticator.authenticate,
    addPerson: (details) => insertPerson(test, passwordHash, details),
    async runChore(name) {
      await chores.find((chore) => chore.name === name)?.run(new AbortController().signal);
    },
    async close() {
      epochs.stop();
      await listener.close();
      await database.close();
      await test.drop();
    },
  };
}

async function insertPerson(
  test: TestDatabase,
  passwordHash: string,
  {
    name = 'Test Person',
    email,
    isVerified = true,
  }: { name?: string; email?: string; isVerified?: boolean } = {},
): Promise<Person> {
  const userId = createId();
  const address = email ?? `${userId}@example.test`;
  await test.query(
    `insert into users (id, email, email_verified_at, name, password_hash)
     values ($1, $2, case when $3 then now() end, $4, $5)`,
    [userId, address, isVerified, name, passwordHash],
  );
  return { kind: 'user', userId, sessionId: createId(), email: address, name };
}

interface MailRow {
  template: string;
  recipients: [{ sealed: string }];
  organizationId: string;
}

async function readMails({ query }: TestDatabase, sealer: Sealer, to?: string) {
  const rows = await query<MailRow>(
    `select template_key as template, recipients, organization_id as "organizationId" from messages
     where category = 'account' order by created_at, id`,
  );
  return rows
    .map(({ recipients: [{ sealed }], ...mail }) => ({
      ...mail,
      recipient: deliveries.openAddress(sealer, 'email', sealed),
    }))
    .filter(({ recipient }) => to === undefined || recipient === to);
}
