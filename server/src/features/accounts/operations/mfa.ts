import * as contract from '@boardwire/contract/mfa';
import {
  implement,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../../platform/operation.ts';
import { conflict, invalid, KeptRefusal, type Refusal } from '../../../platform/refusal.ts';
import { createTotpSecret, describeTotp, matchTotpStep } from '../../../platform/totp.ts';
import type { AccountsParts } from '../parts.ts';
import { beginMfa, deleteMfa, enableMfa, findMfa, replaceRecoveryCodes } from '../store/mfa.ts';
import { voidTokens } from '../store/one-time-tokens.ts';
import { holdAccount } from '../store/user-changes.ts';
import { requireUser } from './account.ts';
import { endAndAnnounce } from './end-sessions.ts';
import { noticeMfa } from './notices.ts';
import type { OwnPassword } from './own-password.ts';
import {
  auditSecondFactor,
  checkSecondFactor,
  createRecoveryCodes,
  normalizeRecoveryCode,
  sealPlace,
} from './second-factor.ts';

/** Turning the second factor on and off. */
export function createMfaOperations(parts: AccountsParts, ownPassword: OwnPassword): Operation[] {
  return [
    enroll(parts, ownPassword),
    enable(parts),
    disable(parts, ownPassword),
    regenerate(ownPassword),
  ];
}

function enroll({ sealer }: AccountsParts, ownPassword: OwnPassword): Operation {
  return implement(contract.enroll, {
    prepare: ({ currentPassword }, context) => ownPassword.prepare(currentPassword, context),
    async handle(_input, context, proof) {
      const { userId } = proof;
      await context.lock(userId);
      const user = await ownPassword.demand(context, proof);
      if (user.mfaEnabled) throw refuseEnabled();
      const secret = createTotpSecret();
      await beginMfa(context.tx, userId, sealer.seal(secret, sealPlace(userId)));
      context.audit({ action: 'user.mfaEnrolled', chain: { userId } });
      return { secret, uri: describeTotp(secret, user.email) };
    },
  });
}

function enable(parts: AccountsParts): Operation {
  return implement(contract.enable, {
    async handle({ code }, context) {
      const { tx, actor, now } = context;
      const userId = requireUserId(actor);
      await context.lock(userId);
      const mfa = await findMfa(tx, userId);
      if (mfa === null)
        throw conflict('mfa_not_enrolled', 'Begin anew: there is no secret to confirm');
      if (mfa.isEnabled) throw refuseEnabled();
      const step = matchTotpStep(
        parts.sealer.open(mfa.secretSealed, sealPlace(userId)),
        code,
        now.getTime(),
      );
      if (step === null) throw refuseCode();
      const user = await requireUser(tx, userId);
      await holdAccount(tx, user.email);
      if (!(await enableMfa(tx, userId, step))) throw refuseEnabled();
      context.emit(contract.userMfaEnabled, userId, { userId });
      context.audit({ action: contract.userMfaEnabled.type, chain: { userId } });
      await noticeMfa(parts, context, user, 'mfaEnabled');
      // Sessions that began without the second factor do not outlive its coming.
      const except = actor.kind === 'user' ? actor.sessionId : null;
      await endAndAnnounce(context, { userId, reason: 'mfaEnabled', except });
      return renewRecoveryCodes(context, userId);
    },
  });
}

function disable(parts: AccountsParts, ownPassword: OwnPassword): Operation {
  return implement(contract.disable, {
    prepare: ({ currentPassword }, context) => ownPassword.prepare(currentPassword, context),
    async handle({ code }, context, proof) {
      const { userId } = proof;
      await context.lock(userId);
      const user = await ownPassword.demand(context, proof);
      if (!user.mfaEnabled) throw refuseDisabled();
      const factor = await checkSecondFactor(parts, context, { userId, code });
      auditSecondFactor(context, userId, factor);
      if (factor === null) {
        const refusal = refuseCode();
        throw new KeptRefusal(refusal.code, refusal.message, refusal.details);
      }
      await deleteMfa(context.tx, userId);
      await voidTokens(context.tx, userId, 'mfaChallenge');
      context.emit(contract.userMfaDisabled, userId, { userId });
      context.audit({ action: contract.userMfaDisabled.type, chain: { userId } });
      await noticeMfa(parts, context, user, 'mfaDisabled');
      return { done: true } as const;
    },
  });
}

function regenerate(ownPassword: OwnPassword): Operation {
  return implement(contract.regenerateRecoveryCodes, {
    prepare: ({ currentPassword }, context) => ownPassword.prepare(currentPassword, context),
    async handle(_input, context, proof) {
      const { userId } = proof;
      await context.lock(userId);
      const user = await ownPassword.demand(context, proof);
      if (!user.mfaEnabled) throw refuseDisabled();
      context.audit({ action: 'user.recoveryCodesRegenerated', chain: { userId } });
      return renewRecoveryCodes(context, userId);
    },
  });
}

async function renewRecoveryCodes(
  { tx }: OperationContext,
  userId: string,
): Promise<{ recoveryCodes: string[] }> {
  const recoveryCodes = createRecoveryCodes();
  await replaceRecoveryCodes(tx, userId, recoveryCodes.map(normalizeRecoveryCode));
  return { recoveryCodes };
}

function refuseEnabled(): Refusal {
  return conflict('mfa_enabled', 'Two-step sign-in is on already');
}

function refuseDisabled(): Refusal {
  return conflict('mfa_disabled', 'Two-step sign-in is off');
}

function refuseCode(): Refusal {
  return invalid({
    path: 'code',
    message: 'This code is wrong or too old; enter the one that the app shows now',
  });
}
