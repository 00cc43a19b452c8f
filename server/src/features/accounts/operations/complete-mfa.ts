import * as contract from '@boardwire/contract/authentication';
import { implement, type Operation } from '../../../platform/operation.ts';
import { KeptRefusal, unauthorized } from '../../../platform/refusal.ts';
import type { AccountsParts } from '../parts.ts';
import { endToken, takeAttempt } from '../store/one-time-tokens.ts';
import { requireUser } from './account.ts';
import { auditSecondFactor, checkSecondFactor } from './second-factor.ts';
import { startSession } from './start-session.ts';

/** The second step of a log-in. Every try counts before it is judged, so that no number of parallel ones gets more. */
export function createCompleteMfaOperation(parts: AccountsParts): Operation {
  return implement(contract.completeMfa, {
    async handle({ mfaToken, code }, context) {
      const { tx } = context;
      const challenge = await takeAttempt(tx, 'mfaChallenge', mfaToken);
      if (challenge === null)
        throw unauthorized(
          'This sign-in took too long or had too many tries; start again',
          'challenge_over',
        );
      const { userId, attemptsLeft } = challenge;
      const user = await requireUser(tx, userId);
      // Without a second factor there is nothing that the code could prove; the password alone signs in anew.
      const factor = user.mfaEnabled
        ? await checkSecondFactor(parts, context, { userId, code })
        : null;
      auditSecondFactor(context, userId, factor);
      if (factor === null) {
        const details = { reason: 'wrong_code', attemptsLeft };
        throw new KeptRefusal(
          'UNAUTHORIZED',
          'This code is wrong, too old or was used before',
          details,
        );
      }
      await endToken(tx, mfaToken);
      return startSession(parts, context, user, factor);
    },
  });
}
