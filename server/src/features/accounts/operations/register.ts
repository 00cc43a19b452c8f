import { LRUCache } from 'lru-cache';
import { userRegistered } from '@boardwire/contract/accounts';
import * as contract from '@boardwire/contract/authentication';
import type { ParsedInputOf } from '@boardwire/contract/define';
import { createId } from '../../../kernel/ids.ts';
import { MINUTE_MS } from '../../../kernel/time.ts';
import { INSTANCE_CHAIN_ID } from '../../../platform/audit.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import { implement, type Operation, type OperationContext } from '../../../platform/operation.ts';
import { conflict, forbidden, Refusal } from '../../../platform/refusal.ts';
import { readRegion } from '../region.ts';
import type { AccountsParts, Invitation } from '../parts.ts';
import { normalizeSetupCode } from '../setup-code.ts';
import { isSetupCodeValid, useSetupCode } from '../store/setup-codes.ts';
import {
  findInstanceOwner,
  findUserByEmail,
  insertUser,
  listInvitingNames,
  type UserRow,
} from '../store/users.ts';
import { requireUser } from './account.ts';
import { deferRefusal, takePrepared } from './deferred.ts';
import { mailAccountExists, mailVerification } from './mails.ts';
import { refuseTakenAddress } from './refusals.ts';
import { startSession } from './start-session.ts';
import { demandStrength } from './strength.ts';

type Input = ParsedInputOf<typeof contract.register>;

/** By what right somebody may create an account. */
type Admission =
  | { by: 'first' }
  | { by: 'openSignUp' }
  | { by: 'invitation'; invitation: Invitation };

/** One mail about further registrations an account and five minutes, or strangers could flood its owner. */
const TELL_AGAIN_AFTER_MS = 5 * MINUTE_MS;
const MAX_REMEMBERED = 10_000;

/** Creating accounts. */
export function createRegisterOperation(parts: AccountsParts): Operation {
  /** Which request told an account's owner last: one that is run again by itself tells again. */
  const told = new LRUCache<string, string>({ max: MAX_REMEMBERED, ttl: TELL_AGAIN_AFTER_MS });
  return implement(contract.register, {
    prepare: (input, { database }) =>
      deferRefusal(async () => {
        const organizationNames = await database.read('all', (tx) =>
          previewAdmission(parts, tx, input),
        );
        demandStrength('password', input.password, { ...input, organizationNames });
        return parts.passwords.hash(input.password);
      }),
    async handle(input, context, prepared) {
      const passwordHash = takePrepared(prepared);
      // Whoever asks for the same address, or to be the first, takes turns.
      await context.lock(`email:${input.email}`);
      if ((await findInstanceOwner(context.tx)) === null) await context.lock(INSTANCE_CHAIN_ID);
      const admission = await admit(parts, context.tx, input);
      const existing = await findUserByEmail(context.tx, input.email);
      if (existing !== null) {
        if (!parts.config.isExposed || admission.by !== 'openSignUp') throw refuseTakenAddress();
        const { requestId } = context.request;
        const isTold = (told.get(existing.id) ?? requestId) !== requestId;
        if (!isTold) await mailAccountExists(parts, context, existing);
        if (!isTold) told.set(existing.id, requestId);
        return answerExisting(context, existing);
      }
      const user = await createAccount(parts, context, { input, admission, passwordHash });
      if (user.emailVerifiedAt === null) await mailVerification(parts, context, user);
      if (parts.config.isExposed && admission.by === 'openSignUp')
        return waitForVerification(user.email);
      return startSession(parts, context, user, 'registration');
    },
  });
}

/** Refuses early who has no right, and answers the names of whoever invites. */
async function previewAdmission(
  parts: AccountsParts,
  tx: Transaction,
  input: Input,
): Promise<string[]> {
  const admission = await admit(parts, tx, input);
  if (needsSetupCode(parts, admission) && !(await isSetupCodeValid(tx, codeOf(input))))
    throw refuseSetupCode();
  return admission.by === 'invitation'
    ? listInvitingNames(tx, admission.invitation.organizationId)
    : [];
}

/** Throws CONFLICT or FORBIDDEN when there is no right. */
async function admit(parts: AccountsParts, tx: Transaction, input: Input): Promise<Admission> {
  if ((await findInstanceOwner(tx)) === null) return { by: 'first' };
  if (input.invitationToken !== undefined) {
    const invitation = await parts.findInvitation(tx, input.invitationToken);
    if (invitation === null) throw refuseInvitation();
    if (invitation.email !== null && invitation.email.toLowerCase() !== input.email) {
      throw forbidden('This invitation is for another address', 'invitation_email');
    }
    return { by: 'invitation', invitation };
  }
  if ((await parts.signUpMode(tx)) === 'open') return { by: 'openSignUp' };
  throw forbidden(
    'New accounts need an invitation here; ask somebody who has an account',
    'sign_up_by_invitation',
  );
}

async function createAccount(
  parts: AccountsParts,
  context: OperationContext,
  { input, admission, passwordHash }: { input: Input; admission: Admission; passwordHash: string },
): Promise<UserRow> {
  const { tx } = context;
  if (needsSetupCode(parts, admission) && !(await useSetupCode(tx, codeOf(input))))
    throw refuseSetupCode();
  const id = createId();
  const invitation = admission.by === 'invitation' ? admission.invitation : null;
  const isStored = await insertUser(tx, {
    id,
    email: input.email,
    isVerified: invitation !== null && invitation.email !== null && invitation.provesAddress,
    name: input.name,
    passwordHash,
    isInstanceOwner: admission.by === 'first',
    invitationId: invitation?.invitationId ?? null,
    ...readRegion(input),
  });
  // The address is locked and free, so it is the invitation that somebody has used.
  if (!isStored) throw refuseInvitation();
  context.emit(
    userRegistered,
    id,
    { userId: id, name: input.name, byInvitation: invitation !== null },
    { isNew: true },
  );
  const target = { type: 'user', id };
  context.audit({
    action: userRegistered.type,
    chain: { userId: id },
    target,
    details: { by: admission.by },
  });
  if (admission.by === 'first')
    context.audit({ action: 'instance.ownerRegistered', chain: 'instance', target });
  return requireUser(tx, id);
}

/** On an exposed instance nobody learns that an address has an account, but its owner learns that somebody asked. */
function answerExisting(context: OperationContext, user: UserRow) {
  context.audit({ action: 'user.registeredAgain', outcome: 'refused', chain: { userId: user.id } });
  return waitForVerification(user.email);
}

function waitForVerification(email: string) {
  return { status: 'verificationRequired', email } as const;
}

function needsSetupCode({ config }: AccountsParts, { by }: Admission): boolean {
  return config.isExposed && by === 'first';
}

function codeOf({ setupCode = '' }: Input): string {
  return normalizeSetupCode(setupCode);
}

function refuseInvitation(): Refusal {
  return conflict(
    'invitation_spent',
    'This invitation was used, taken back or is too old; ask for a new one',
  );
}

function refuseSetupCode(): Refusal {
  const message =
    'Enter the set-up code from the console of the server; it works for 24 hours after the start';
  return new Refusal('FORBIDDEN', message, {
    reason: 'setup_code',
    fields: [{ path: 'setupCode', message }],
  });
}
