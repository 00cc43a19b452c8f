import { z } from 'zod';
import { done, id, timestamp } from './common.ts';
import { defineEvent, defineOperation } from './define.ts';

const sessionInfo = z
  .object({
    id,
    userAgent: z.string(),
    ipAddress: z.string(),
    createdAt: timestamp,
    lastSeenAt: timestamp,
    expiresAt: timestamp,
    isCurrent: z.boolean(),
  })
  .meta({ id: 'SessionInfo' });

export const list = defineOperation({
  name: 'sessions.list',
  summary: 'Where one is signed in.',
  method: 'GET',
  path: '/account/sessions',
  access: { kind: 'user' },
  input: z.strictObject({}),
  output: z.array(sessionInfo),
});

export const revoke = defineOperation({
  name: 'sessions.revoke',
  summary: 'End one of one’s own sessions.',
  method: 'DELETE',
  path: '/account/sessions/:sessionId',
  access: { kind: 'user' },
  input: z.strictObject({ sessionId: id }),
  output: done,
});

export const revokeOthers = defineOperation({
  name: 'sessions.revokeOthers',
  summary: 'End all of one’s sessions but this one.',
  method: 'POST',
  path: '/account/sessions/revoke-others',
  access: { kind: 'user' },
  input: z.strictObject({}),
  output: z.object({ ended: z.number().int() }),
});

export const sessionEnded = defineEvent({
  type: 'user.sessionEnded',
  summary: 'A session ended by log-out, revocation or reuse of a spent token.',
  version: 1,
  aggregate: 'user',
  room: 'user',
  payload: z.object({ userId: id, sessionIds: z.array(id), reason: z.string() }),
});
