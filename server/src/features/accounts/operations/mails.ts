import { createSecret } from '../../../kernel/ids.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../kernel/time.ts';
import type { OperationContext } from '../../../platform/operation.ts';
import type { AccountsParts } from '../parts.ts';
import { insertToken, type TokenKind } from '../store/one-time-tokens.ts';
import type { UserRow } from '../store/users.ts';

/** Where the secret of a link leads, and how long it works. */
const LINKS = {
  verifyEmail: { path: '/verify-email', lifetimeMs: DAY_MS },
  changeEmail: { path: '/confirm-email', lifetimeMs: DAY_MS },
  // Short: whoever holds it has the account.
  resetPassword: { path: '/reset-password', lifetimeMs: HOUR_MS },
} as const satisfies Partial<Record<TokenKind, { path: string; lifetimeMs: number }>>;

/** Sends the link that proves the account's address. */
export async function mailVerification(
  parts: AccountsParts,
  context: OperationContext,
  user: UserRow,
): Promise<void> {
  const params = { name: user.name, link: await createLink(parts, context, 'verifyEmail', user) };
  await parts.queueMail(context, {
    template: 'verifyEmail',
    to: user.email,
    locale: user.locale,
    params,
  });
}

/** Sends the link that sets a new password. */
export async function mailReset(
  parts: AccountsParts,
  context: OperationContext,
  user: UserRow,
): Promise<void> {
  const link = await createLink(parts, context, 'resetPassword', user);
  const params = {
    name: user.name,
    link,
    expiresInMinutes: LINKS.resetPassword.lifetimeMs / MINUTE_MS,
  };
  await parts.queueMail(context, {
    template: 'resetPassword',
    to: user.email,
    locale: user.locale,
    params,
  });
}

/** Sends the link that moves the account to a new address, there. */
export async function mailEmailChange(
  parts: AccountsParts,
  context: OperationContext,
  user: UserRow,
  newEmail: string,
): Promise<void> {
  const link = await createLink(parts, context, 'changeEmail', { ...user, email: newEmail });
  const params = { name: user.name, link, newEmail };
  await parts.queueMail(context, {
    template: 'confirmEmailChange',
    to: newEmail,
    locale: user.locale,
    params,
  });
}

/** Tells somebody who has an account that it was asked for again. */
export async function mailAccountExists(
  { queueMail, config }: AccountsParts,
  context: OperationContext,
  user: UserRow,
): Promise<void> {
  const [logInLink, resetLink] = [
    `${config.PUBLIC_URL}/log-in`,
    `${config.PUBLIC_URL}/forgot-password`,
  ];
  const params = { name: user.name, logInLink, resetLink };
  await queueMail(context, {
    template: 'accountExists',
    to: user.email,
    locale: user.locale,
    params,
  });
}

async function createLink(
  { config }: AccountsParts,
  { tx }: OperationContext,
  kind: keyof typeof LINKS,
  { id, email }: UserRow,
): Promise<string> {
  const { path, lifetimeMs } = LINKS[kind];
  const secret = createSecret();
  await insertToken(tx, { kind, secret, userId: id, email, lifetimeMs });
  // Behind `?token=`, from the configured address alone: a forged Host header leads nowhere (security S59).
  return `${config.PUBLIC_URL}${path}?token=${secret}`;
}
