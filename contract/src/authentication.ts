import { z } from 'zod';
import { account } from './accounts.ts';
import { done, emailAddress, id, linkToken, name, password, timestamp } from './common.ts';
import { defineOperation } from './define.ts';

/** Where the refresh token goes: an HttpOnly cookie for browsers, the body for programs (SPEC A1). */
export const tokenDelivery = z.enum(['cookie', 'body']).default('body');

/** A signed-in session. `accessToken` lives 15 minutes; `refreshToken` is null when it went into the cookie. */
export const session = z
  .object({
    status: z.literal('signedIn'),
    accessToken: z.string(),
    accessTokenExpiresAt: timestamp,
    refreshToken: z.string().nullable(),
    sessionId: id,
    account,
  })
  .meta({ id: 'Session' });

/** A signed-in session with its tokens. */
export type Session = z.output<typeof session>;

/** The password was right, a second factor is wanted. */
export const mfaRequired = z
  .object({
    status: z.literal('mfaRequired'),
    requiresMfa: z.literal(true),
    mfaToken: z.string(),
    expiresAt: timestamp,
  })
  .meta({ id: 'MfaRequired' });

/** The account waits for its address to be verified; the same answer whether or not the address was taken. */
export const verificationRequired = z
  .object({ status: z.literal('verificationRequired'), email: z.string() })
  .meta({ id: 'VerificationRequired' });

export const register = defineOperation({
  name: 'authentication.register',
  summary: 'Create an account; the first one owns the instance.',
  method: 'POST',
  path: '/auth/register',
  refreshCookie: 'set',
  access: { kind: 'public' },
  input: z.strictObject({
    email: emailAddress,
    password,
    name,
    setupCode: z.string().max(64).optional().meta({
      description: 'printed on the console; asked of the first account of an exposed instance',
    }),
    invitationToken: linkToken.optional(),
    locale: z.string().max(64).optional().meta({
      description:
        'BCP 47 tag of what the person reads, such as de-CH; one that the profile cannot keep counts as en',
    }),
    timeZone: z.string().max(64).optional().meta({
      description: 'IANA name of the person’s time zone; one that is not known here counts as UTC',
    }),
    tokenDelivery,
  }),
  output: z.discriminatedUnion('status', [session, verificationRequired]),
  errors: ['CONFLICT', 'FORBIDDEN'],
  rateLimit: 'logIn',
});

export const logIn = defineOperation({
  name: 'authentication.logIn',
  summary:
    'Exchange an address and password for a session, or for a challenge when a second factor is on.',
  method: 'POST',
  path: '/auth/login',
  worksReadOnly: true,
  refreshCookie: 'set',
  access: { kind: 'public' },
  input: z.strictObject({ email: emailAddress, password, tokenDelivery }),
  output: z.discriminatedUnion('status', [session, mfaRequired, verificationRequired]),
  rateLimit: 'logIn',
});

export const completeMfa = defineOperation({
  name: 'authentication.completeMfa',
  summary: 'Answer the challenge with a code of the authenticator app or a recovery code.',
  method: 'POST',
  path: '/auth/mfa',
  worksReadOnly: true,
  refreshCookie: 'set',
  access: { kind: 'public' },
  input: z.strictObject({
    mfaToken: linkToken,
    code: z.string().trim().min(6).max(32).meta({ description: 'six digits, or a recovery code' }),
    tokenDelivery,
  }),
  output: session,
  rateLimit: 'token',
});

export const refresh = defineOperation({
  name: 'authentication.refresh',
  summary: 'Exchange the refresh token for a new pair; a spent token ends its whole family.',
  method: 'POST',
  path: '/auth/refresh',
  worksReadOnly: true,
  refreshCookie: 'exchange',
  access: { kind: 'public' },
  input: z.strictObject({
    refreshToken: linkToken
      .optional()
      .meta({ description: 'left out by browsers, whose cookie carries it' }),
    tokenDelivery,
  }),
  output: session,
});

export const logOut = defineOperation({
  name: 'authentication.logOut',
  summary: 'End the session of a refresh token or of the access token at hand.',
  method: 'POST',
  path: '/auth/logout',
  worksReadOnly: true,
  refreshCookie: 'clear',
  access: { kind: 'public' },
  input: z.strictObject({ refreshToken: linkToken.optional() }),
  output: done,
});

export const verifyEmail = defineOperation({
  name: 'authentication.verifyEmail',
  summary:
    'Verify an address with the secret from its mail, signed in or with the account’s password.',
  method: 'POST',
  path: '/auth/verify-email',
  access: { kind: 'public' },
  input: z.strictObject({ token: linkToken, password: password.optional() }),
  output: done,
  errors: ['CONFLICT'],
  rateLimit: 'token',
});

export const requestPasswordReset = defineOperation({
  name: 'authentication.requestPasswordReset',
  summary: 'Send a reset mail if the address has an account; the answer never says whether.',
  method: 'POST',
  path: '/auth/password-reset',
  access: { kind: 'public' },
  input: z.strictObject({ email: emailAddress }),
  output: done,
  rateLimit: 'mail',
});

export const resetPassword = defineOperation({
  name: 'authentication.resetPassword',
  summary:
    'Set a new password with the secret from the reset mail; every session ends, the second factor stays.',
  method: 'POST',
  path: '/auth/password-reset/confirm',
  access: { kind: 'public' },
  input: z.strictObject({ token: linkToken, newPassword: password }),
  output: done,
  errors: ['CONFLICT'],
  rateLimit: 'token',
});
