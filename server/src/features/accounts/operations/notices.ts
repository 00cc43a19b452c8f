import type { OperationContext } from '../../../platform/operation.ts';
import type { AccountsParts } from '../parts.ts';
import type { UserRow } from '../store/users.ts';

type Mailer = Pick<AccountsParts, 'queueMail'>;

/** Tells the old address that the account has moved away from it; the new one is masked, for the old may be in foreign hands. */
export async function noticeEmailChanged(
  { queueMail }: Mailer,
  context: OperationContext,
  before: UserRow,
  newEmail: string,
): Promise<void> {
  const params = { name: before.name, newEmail: maskEmail(newEmail) };
  await queueMail(context, { template: 'emailChanged', ...addressOf(before), params });
}

/** Tells that the password is another now. */
export async function noticePasswordChanged(
  { queueMail }: Mailer,
  context: OperationContext,
  user: UserRow,
): Promise<void> {
  const { ipAddress } = context.request;
  const params = { name: user.name, at: context.now.toISOString(), ipAddress };
  await queueMail(context, { template: 'passwordChanged', ...addressOf(user), params });
}

/** Tells that the second factor was turned on or off. */
export async function noticeMfa(
  { queueMail }: Mailer,
  context: OperationContext,
  user: UserRow,
  template: 'mfaEnabled' | 'mfaDisabled',
): Promise<void> {
  await queueMail(context, { template, ...addressOf(user), params: { name: user.name } });
}

/** Tells that somebody signed in with a program that was not seen before. */
export async function noticeNewSignIn(
  { queueMail }: Mailer,
  context: OperationContext,
  user: UserRow,
): Promise<void> {
  const { ipAddress, userAgent } = context.request;
  const params = { name: user.name, userAgent, ipAddress, at: context.now.toISOString() };
  await queueMail(context, { template: 'newSignIn', ...addressOf(user), params });
}

function addressOf({ email, locale }: UserRow): { to: string; locale: string } {
  return { to: email, locale };
}

function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}***${email.slice(at)}`;
}
