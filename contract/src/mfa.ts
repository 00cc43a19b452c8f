import { z } from 'zod';
import { done, id, password } from './common.ts';
import { defineEvent, defineOperation } from './define.ts';

const code = z
  .string()
  .trim()
  .regex(/^\d{6}$/, 'Six digits');
const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

export const enroll = defineOperation({
  name: 'mfa.enroll',
  summary: 'Begin to turn on the second factor; answers the secret for the authenticator app.',
  method: 'POST',
  path: '/account/mfa/enroll',
  access: { kind: 'user' },
  input: z.strictObject({ currentPassword: password }),
  output: z.object({ secret: z.string(), uri: z.string() }),
  errors: ['CONFLICT'],
  rateLimit: 'logIn',
});

export const enable = defineOperation({
  name: 'mfa.enable',
  summary: 'Turn on the second factor with a first code; answers ten recovery codes, once.',
  method: 'POST',
  path: '/account/mfa/enable',
  access: { kind: 'user' },
  input: z.strictObject({ code }),
  output: recoveryCodes,
  errors: ['CONFLICT'],
  rateLimit: 'token',
});

export const disable = defineOperation({
  name: 'mfa.disable',
  summary: 'Turn off the second factor with password and code.',
  method: 'POST',
  path: '/account/mfa/disable',
  access: { kind: 'user' },
  input: z.strictObject({ currentPassword: password, code: z.string().trim().min(6).max(32) }),
  output: done,
  errors: ['CONFLICT'],
  rateLimit: 'logIn',
});

export const regenerateRecoveryCodes = defineOperation({
  name: 'mfa.regenerateRecoveryCodes',
  summary: 'Replace all recovery codes by ten new ones.',
  method: 'POST',
  path: '/account/mfa/recovery-codes',
  access: { kind: 'user' },
  input: z.strictObject({ currentPassword: password }),
  output: recoveryCodes,
  errors: ['CONFLICT'],
  rateLimit: 'logIn',
});

export const userMfaEnabled = defineEvent({
  type: 'user.mfaEnabled',
  summary: 'Somebody turned on their second factor.',
  version: 1,
  aggregate: 'user',
  room: 'user',
  payload: z.object({ userId: id }),
});

export const userMfaDisabled = defineEvent({
  type: 'user.mfaDisabled',
  summary: 'Somebody turned off their second factor.',
  version: 1,
  aggregate: 'user',
  room: 'user',
  payload: z.object({ userId: id }),
});
