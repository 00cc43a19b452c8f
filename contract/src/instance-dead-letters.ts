import { z } from 'zod';
import { pageInput, pageOf } from './common.ts';
import { chosen, deadLetter, filter, perMinute } from './dead-letters.ts';
import { defineOperation } from './define.ts';

const access = { kind: 'instance' } as const;

export const list = defineOperation({
  name: 'instanceDeadLetters.list',
  summary:
    'Messages of the installation itself, to people’s accounts, that did not arrive or are in doubt; the newest first.',
  method: 'GET',
  path: '/instance/dead-letters',
  access,
  input: z.strictObject({ ...filter, ...pageInput }),
  output: pageOf(deadLetter),
  paginated: true,
});

export const redrive = defineOperation({
  name: 'instanceDeadLetters.redrive',
  summary: 'Send dead letters of the installation again at a rate; their ids and history stay.',
  method: 'POST',
  path: '/instance/dead-letters/redrive',
  access,
  input: z.strictObject({ ...chosen, perMinute }),
  output: z.object({ matching: z.int(), redriven: z.int() }),
});

export const discard = defineOperation({
  name: 'instanceDeadLetters.discard',
  summary: 'End dead letters of the installation without sending them.',
  method: 'POST',
  path: '/instance/dead-letters/discard',
  access,
  input: z.strictObject(chosen),
  output: z.object({ matching: z.int(), discarded: z.int() }),
});
