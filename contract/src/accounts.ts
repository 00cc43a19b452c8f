import { z } from 'zod';
import { done, emailAddress, id, linkToken, name, password, timestamp } from './common.ts';
import { defineEvent, defineOperation } from './define.ts';

/** The account of the person who asks. */
export const account = z
  .object({
    id,
    email: z.string(),
    emailVerified: z.boolean(),
    pendingEmail: z.string().nullable(),
    name: z.string(),
    locale: z.string(),
    timeZone: z.string(),
    theme: z.enum(['system', 'light', 'dark']),
    mfaEnabled: z.boolean(),
    isInstanceOwner: z.boolean(),
    createdAt: timestamp,
  })
  .meta({ id: 'Account' });

/** The account of the person who asks. */
export type Account = z.output<typeof account>;

/** A language as the profile keeps it, with or without a region. */
export const LOCALE = /^[a-z]{2}(-[A-Z]{2})?$/;

const timeZone = z.string().max(64).refine(isTimeZone, 'Use an IANA name such as Europe/Zurich');

/** Whether dates can be written in the zone of this IANA name. */
export function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

export const get = defineOperation({
  name: 'accounts.get',
  summary: 'The account of the person who asks.',
  method: 'GET',
  path: '/account',
  access: { kind: 'user', apiKeys: true },
  input: z.strictObject({}),
  output: account,
});

export const update = defineOperation({
  name: 'accounts.update',
  summary: 'Change one’s own name, language, time zone or theme.',
  method: 'PATCH',
  path: '/account',
  access: { kind: 'user' },
  input: z.strictObject({
    name: name.optional(),
    locale: z.string().regex(LOCALE, 'Use a language tag such as en or de-CH').optional(),
    timeZone: timeZone.optional(),
    theme: account.shape.theme.optional(),
  }),
  output: account,
});

export const changePassword = defineOperation({
  name: 'accounts.changePassword',
  summary: 'Change one’s own password; every other session ends.',
  method: 'POST',
  path: '/account/password',
  access: { kind: 'user' },
  input: z.strictObject({ currentPassword: password, newPassword: password }),
  output: done,
  rateLimit: 'logIn',
});

export const changeEmail = defineOperation({
  name: 'accounts.changeEmail',
  summary: 'Ask for another address; it takes effect when the mail sent there is answered.',
  method: 'POST',
  path: '/account/email',
  access: { kind: 'user' },
  input: z.strictObject({ currentPassword: password, newEmail: emailAddress }),
  output: done,
  errors: ['CONFLICT'],
  rateLimit: 'logIn',
});

export const confirmEmailChange = defineOperation({
  name: 'accounts.confirmEmailChange',
  summary: 'Take over the new address with the secret from its mail.',
  method: 'POST',
  path: '/auth/confirm-email',
  access: { kind: 'public' },
  input: z.strictObject({ token: linkToken }),
  output: done,
  errors: ['CONFLICT'],
  rateLimit: 'token',
});

export const requestEmailVerification = defineOperation({
  name: 'accounts.requestEmailVerification',
  summary: 'Send the verification mail again.',
  method: 'POST',
  path: '/account/email/verification',
  access: { kind: 'user' },
  input: z.strictObject({}),
  output: done,
  rateLimit: 'mail',
});

export const userRegistered = defineEvent({
  type: 'user.registered',
  summary: 'Somebody created an account.',
  version: 1,
  aggregate: 'user',
  room: 'user',
  payload: z.object({ userId: id, name: z.string(), byInvitation: z.boolean() }),
});

export const userUpdated = defineEvent({
  type: 'user.updated',
  summary: 'Somebody changed their profile.',
  version: 1,
  aggregate: 'user',
  room: 'user',
  payload: z.object({ userId: id, changed: z.array(z.string()) }),
});

export const userEmailVerified = defineEvent({
  type: 'user.emailVerified',
  summary: 'Somebody proved that they read mail at their address.',
  version: 1,
  aggregate: 'user',
  room: 'user',
  payload: z.object({ userId: id }),
});

export const userEmailChanged = defineEvent({
  type: 'user.emailChanged',
  summary: 'Somebody moved their account to another address.',
  version: 1,
  aggregate: 'user',
  room: 'user',
  payload: z.object({ userId: id }),
});

export const userPasswordChanged = defineEvent({
  type: 'user.passwordChanged',
  summary: 'Somebody changed or reset their password.',
  version: 1,
  aggregate: 'user',
  room: 'user',
  payload: z.object({ userId: id, how: z.enum(['change', 'reset', 'operator']) }),
});
