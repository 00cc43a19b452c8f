import { z } from 'zod';
import { defineEvent, defineOperation } from './define.ts';
import { id } from './common.ts';

const connection = z.enum(['database', 'mail', 'queue']);

const connectionTest = z
  .object({
    id,
    connection,
    state: z.enum(['running', 'passed', 'failed']),
    /** What took part, as the process that used it knows; null while unknown. */
    engine: z.enum(['postgres', 'embeddedPostgres', 'smtp', 'mailbox', 'redis']).nullable(),
    /** The version of the database, or why the test failed. */
    detail: z.string().nullable(),
    mailId: id.nullable().meta({ description: 'the mail of the test in the built-in mailbox' }),
  })
  .meta({ id: 'ConnectionTest' });

export const startTest = defineOperation({
  name: 'connections.test',
  summary:
    'Try a connection where it is used: the database answers, a job runs, a test mail goes to the caller.',
  method: 'POST',
  path: '/instance/connections/:connection/test',
  worksReadOnly: true,
  access: { kind: 'instance' },
  input: z.strictObject({ connection }),
  output: connectionTest,
  rateLimit: 'mail',
});

export const getTest = defineOperation({
  name: 'connections.getTest',
  summary: 'What became of a test of the mail or the queue.',
  method: 'GET',
  path: '/instance/connection-tests/:testId',
  access: { kind: 'instance' },
  input: z.strictObject({ testId: id }),
  output: connectionTest,
});

export const queueTestAsked = defineEvent({
  type: 'instance.queueTestAsked',
  summary: 'The owner asked whether jobs run.',
  version: 1,
  aggregate: 'instance',
  room: 'none',
  payload: z.object({ testId: id }),
});
