import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Session } from '@boardwire/contract/authentication';
import type { OperationName, OperationsByName } from '@boardwire/contract/catalogue';
import type { InputOf, OutputOf } from '@boardwire/contract/define';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/postgres.ts';
import { createId } from '../../kernel/ids.ts';
import { sleep } from '../../kernel/time.ts';
import { createFailureCounts } from '../../platform/failure-counts.ts';
import { createAccess } from '../../platform/access.ts';
import { createAccessEpochs } from '../../platform/access-epochs.ts';
import type { Actor } from '../../platform/actor.ts';
import { connectDatabase } from '../../platform/database/database.ts';
import { createListener } from '../../platform/database/listener.ts';
import { loadInstanceKeys } from '../../platform/instance-keys.ts';
import { createLog } from '../../platform/log.ts';
import { createPasswords } from '../../platform/passwords.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { createRunner, type Outcome } from '../../platform/run-operation.ts';
import { createSealer, type Sealer } from '../../platform/sealing.ts';
import { createAccessTokens } from '../../platform/tokens.ts';
import {
  apiKeyLocator,
  createApiKeyAuthenticator,
  createApiKeysFeature,
  revokeAllKeys,
} from '../api-keys/index.ts';
import { deliveries } from '../delivery/index.ts';
import { createQueueMail } from '../mail/index.ts';
import {
  createOrganizationsFeature,
  findInvitation,
  loadGrants,
  locators,
} from '../organizations/index.ts';
import { appCode } from './app-codes.fixture.ts';
import { createAccountsFeature, isInstanceOwner, verifyOwnPassword } from './index.ts';

/** Somebody who signed in, with what they know. */
export type Person = Extract<Actor, { kind: 'user' }> & {
  email: string;
  password: string;
  refreshToken: string;
};

/** A mail that waits to be sent. */
interface QueuedMail {
  template: string;
  to: string;
  params: Record<string, string>;
}

export const ANONYMOUS: Actor = { kind: 'anonymous' };

/** Long enough, and of nobody's name. */
export const PASSWORD = 'trombone hedge 14 kayak';
export const OTHER_PASSWORD = 'violet anchor 92 teapot';

/** The instance as the operator set it up. */
interface Setting {
  isExposed?: boolean;
  signUp?: 'open' | 'invitation';
}

/** Accounts with the features they touch, on a real database, without HTTP. */
export async function openAccounts(setting: Setting = {}) {
  const test = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'boardwire-accounts-'));
  const keys = loadInstanceKeys(folder);
  // They are in memory now, and a run that is cut off would leave the folder behind.
  rmSync(folder, { recursive: true });
  const parts = connectParts(test);
  await parts.epochs.start();
  const sealer = createSealer(keys.sealing);
  const config = {
    isExposed: setting.isExposed ?? false,
    PUBLIC_URL: 'https://boards.example.test',
    SMTP_URL: undefined,
  };
  const tokens = createAccessTokens(keys.signing, config.PUBLIC_URL);
  // Races want many at once; the limit has tests of its own.
  const passwords = createPasswords({ maxConcurrent: 4, maxWaiting: 200 });
  const openFailureCounts = createFailureCounts(null);
  const queueMail = createQueueMail(sealer);
  const features = [
    createAccountsFeature({
      config,
      keys,
      sealer,
      tokens,
      passwords,
      openFailureCounts,
      queueMail,
      findInvitation,
      database: parts.database,
      signUpMode: async () => setting.signUp ?? 'open',
      revokeApiKeys: revokeAllKeys,
    }),
    createOrganizationsFeature({
      ...parts,
      config,
      queueMail,
      sendsMail: async () => config.SMTP_URL !== undefined,
      passwordCheck: verifyOwnPassword({ passwords, openFailureCounts }),
    }),
    createApiKeysFeature({ authenticator: createApiKeyAuthenticator(parts) }),
  ];
  const run = createRunner({
    ...parts,
    access: createAccess(parts, { ...locators, apiKey: apiKeyLocator }, loadGrants),
    sealer,
    isInstanceOwner,
    onEvents: () => undefined,
  });
  const operations = new Map(
    features.flatMap((feature) => feature.operations).map((one) => [one.spec.name, one]),
  );

  return {
    test,
    config,
    keys,
    tokens,
    passwords,
    setting,
    database: parts.database,
    epochs: parts.epochs,
    chores: features.flatMap((feature) => feature.chores ?? []),
    ...createCalls((name, input, actor, from) => {
      const operation = operations.get(name);
      if (operation === undefined) throw new Error(`no operation ${name}`);
      return run({
        operation,
        input,
        actor,
        request: { requestId: createId(), ipAddress: '192.0.2.1', userAgent: 'tests', ...from },
      });
    }),
    mails: () => readMails(test, sealer),
    async close() {
      parts.epochs.stop();
      await parts.listener.close();
      await parts.database.close();
      await test.drop();
    },
  };
}

/** What `openAccounts` opened. */
export type Accounts = Awaited<ReturnType<typeof openAccounts>>;

function connectParts(test: TestDatabase) {
  const log = createLog('error');
  const database = connectDatabase({ url: test.appUrl, poolSize: 12, log });
  const listener = createListener(test.appUrl, log);
  return { log, database, listener, epochs: createAccessEpochs(database, listener, log) };
}

type From = { ipAddress?: string; userAgent?: string; idempotencyKey?: string };
type Call = (name: OperationName, input: unknown, actor: Actor, from?: From) => Promise<Outcome>;

/** Repeats what a busy machine had no connection for; nothing was changed then. */
function withPatience(call: Call): Call {
  return async (...args) => {
    for (;;) {
      const outcome = await call(...args);
      const isBusy = !outcome.ok && outcome.refusal.code === 'SERVICE_UNAVAILABLE';
      if (!isBusy || outcome.refusal.details?.['uncertain'] === true) return outcome;
      await sleep(50);
    }
  };
}

function createCalls(send: Call) {
  const call = withPatience(send);
  const succeed = async <Name extends OperationName>(
    name: Name,
    input: InputOf<OperationsByName[Name]>,
    actor: Actor = ANONYMOUS,
    from?: From,
  ): Promise<OutputOf<OperationsByName[Name]>> => {
    const outcome = await call(name, input, actor, from);
    if (outcome.ok) return outcome.data as never;
    throw new Error(`${name}: ${outcome.refusal.message}`, {
      cause: outcome.refusal.cause ?? outcome.refusal,
    });
  };
  const signIn = async (email: string, password: string): Promise<Person> =>
    toPerson(await succeed('authentication.logIn', { email, password }), email, password);
  return {
    call,
    succeed,
    signIn,
    async refuse<Name extends OperationName>(
      name: Name,
      input: InputOf<OperationsByName[Name]>,
      actor: Actor = ANONYMOUS,
    ): Promise<Refusal> {
      const outcome = await call(name, input, actor);
      if (!outcome.ok) return outcome.refusal;
      throw new Error(`${name} was not refused`);
    },
    /** Registers, where that signs in at once. */
    async register(
      email: string,
      more: { password?: string; name?: string; invitationToken?: string } = {},
    ): Promise<Person> {
      const input = { email, name: 'Test Person', password: PASSWORD, ...more };
      return toPerson(await succeed('authentication.register', input), email, input.password);
    },
    /** Turns the second factor on; answers the app's secret and the recovery codes. */
    async turnOnMfa(person: Person) {
      const { secret } = await succeed('mfa.enroll', { currentPassword: person.password }, person);
      const { recoveryCodes } = await succeed('mfa.enable', { code: appCode(secret) }, person);
      return { secret, recoveryCodes };
    },
    async challenge({ email, password }: Person): Promise<string> {
      const answer = await succeed('authentication.logIn', { email, password });
      if (answer.status !== 'mfaRequired')
        throw new Error(`no second factor was asked: ${answer.status}`);
      return answer.mfaToken;
    },
  };
}

/** Somebody from the answer that signed them in. */
function toPerson(answer: Session | { status: string }, email: string, password: string): Person {
  if (!('accessToken' in answer)) throw new Error(`not signed in but ${answer.status}`);
  const { sessionId, account, refreshToken } = answer;
  return {
    kind: 'user',
    userId: account.id,
    sessionId,
    email,
    password,
    refreshToken: refreshToken ?? '',
  };
}

/** The secret in the link of a mail. */
export function tokenOf(mail: QueuedMail | undefined): string {
  return new URL(mail?.params['link'] ?? '').searchParams.get('token') ?? '';
}

interface MessageRow {
  id: string;
  template: string;
  recipients: [{ sealed: string }];
  sealed: string;
}

async function readMails({ query }: TestDatabase, sealer: Sealer): Promise<QueuedMail[]> {
  const rows = await query<MessageRow>(
    `select id, template_key as template, recipients, payload_sealed as sealed from messages
     where category = 'account' order by created_at, id`,
  );
  return rows.map(({ id, template, recipients: [{ sealed: address }], sealed }) => ({
    template,
    to: deliveries.openAddress(sealer, 'email', address),
    params: JSON.parse(sealer.open(sealed, deliveries.secretsPlace(id))) as Record<string, string>,
  }));
}
