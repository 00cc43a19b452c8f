import * as contract from '@boardwire/contract/connections';
import type { OutputOf } from '@boardwire/contract/define';
import { createId } from '../../kernel/ids.ts';
import { unreachable } from '../../kernel/assert.ts';
import type { Config } from '../../platform/config/config.ts';
import type { Transaction } from '../../platform/database/database.ts';
import {
  implement,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../platform/operation.ts';
import { notFound } from '../../platform/refusal.ts';
import type { MailFate, QueueMail } from '../mail/index.ts';
import { openQueueTest, readQueueTest } from './queue-test.ts';
import { readAddressee, readDatabaseVersion, readMailboxMessage } from './store.ts';

/** What tests of connections stand on. */
export interface ConnectionParts {
  config: Config;
  queueMail: QueueMail;
  readMailOutcome(tx: Transaction, id: string, template: string): Promise<MailFate | null>;
}

type ConnectionTest = OutputOf<typeof contract.getTest>;

const TEMPLATE = 'connectionTest';

/** Operations that try what the instance is connected to (web W19). */
export function createConnectionOperations(parts: ConnectionParts): Operation[] {
  return [startTest(parts), getTest(parts)];
}

function startTest(parts: ConnectionParts): Operation {
  return implement(contract.startTest, {
    async handle({ connection }, context) {
      context.audit({
        action: 'instance.connectionTested',
        chain: 'instance',
        details: { connection },
      });
      switch (connection) {
        case 'database':
          return testDatabase(parts, context);
        case 'mail':
          return testMail(parts, context);
        case 'queue':
          return testQueue(context);
        default:
          return unreachable(connection);
      }
    },
  });
}

/** The answer is the proof: it was read from the database at hand. */
async function testDatabase({ config }: ConnectionParts, { tx }: OperationContext) {
  return {
    id: createId(),
    connection: 'database' as const,
    state: 'passed' as const,
    engine: config.DATABASE_URL === undefined ? ('embeddedPostgres' as const) : 'postgres',
    detail: await readDatabaseVersion(tx),
    mailId: null,
  } satisfies ConnectionTest;
}

/** By the way of every mail, so that it tells of the process that sends, whichever that is. */
async function testMail({ config, queueMail }: ConnectionParts, context: OperationContext) {
  const { email, name, locale } = await readAddressee(context.tx, requireUserId(context.actor));
  const params = { name, link: `${config.PUBLIC_URL}/instance/settings` };
  const id = await queueMail(context, { template: TEMPLATE, to: email, locale, params });
  return runningTest(id, 'mail');
}

async function testQueue(context: OperationContext): Promise<ConnectionTest> {
  const id = createId();
  await openQueueTest(context.tx, id);
  context.emit(contract.queueTestAsked, id, { testId: id }, { isNew: true });
  return runningTest(id, 'queue');
}

function runningTest(id: string, connection: 'mail' | 'queue'): ConnectionTest {
  return { id, connection, state: 'running', engine: null, detail: null, mailId: null };
}

function getTest({ readMailOutcome }: ConnectionParts): Operation {
  return implement(contract.getTest, {
    async handle({ testId }, { tx }) {
      const queueTest = await readQueueTest(tx, testId);
      if (queueTest !== null) return { ...queueTest, connection: 'queue' as const, mailId: null };
      const mail = await readMailOutcome(tx, testId, TEMPLATE);
      if (mail === null) throw notFound('This test');
      return describeMail(tx, testId, mail);
    },
  });
}

/** The mailbox keeps a mail under the id of its delivery: what is not in there went out. */
async function describeMail(tx: Transaction, id: string, mail: MailFate): Promise<ConnectionTest> {
  const running = runningTest(id, 'mail');
  switch (mail.state) {
    case 'queued':
    case 'sending':
      return running;
    case 'failed':
      return { ...running, state: 'failed', detail: mail.error };
    case 'sent': {
      const { mailId } = mail;
      const isKept = mailId !== null && (await readMailboxMessage(tx, mailId)) !== null;
      if (!isKept) return { ...running, state: 'passed', engine: 'smtp' };
      return { ...running, state: 'passed', engine: 'mailbox', mailId };
    }
    default:
      return unreachable(mail.state);
  }
}
