import { randomInt, timingSafeEqual } from 'node:crypto';
import * as contract from '@boardwire/contract/phone';
import type { OutputOf } from '@boardwire/contract/define';
import { createId } from '../../../kernel/ids.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import { implement, requireUserId, type Operation } from '../../../platform/operation.ts';
import { conflict, KeptRefusal, notFound, Refusal } from '../../../platform/refusal.ts';
import type { Sealer } from '../../../platform/sealing.ts';
import { deliveries, notify } from '../../delivery/index.ts';
import { findLocale } from '../store/devices.ts';
import {
  adoptPhone,
  CODE_TRIES,
  countCodes,
  countTry,
  findOpenCode,
  findPhone,
  forgetPhone,
  insertCode,
} from '../store/phone.ts';

/** Codes of one person, and to one number, within a day: a text message costs money and can wake somebody. */
const CODES_A_DAY = 5;
const DAY_S = 86_400;

/** What a text message with a code says, by language. */
const WORDS: Readonly<Record<string, (code: string) => string>> = {
  en: (code) => `${code} is your code for Boardwire. It is valid for ten minutes.`,
  de: (code) => `${code} ist dein Code für Boardwire. Er gilt zehn Minuten.`,
  fr: (code) => `${code} est votre code pour Boardwire. Il est valable dix minutes.`,
};

/** What the operations of the telephone stand on. */
export interface PhoneParts {
  sealer: Sealer;
  /** Whether somebody sends text messages here. */
  sendsTexts(): boolean;
}

/** The telephone that text messages reach one on. */
export function createPhoneOperations(parts: PhoneParts): readonly Operation[] {
  return [createGet(parts), createSendCode(parts), createVerify(parts), remove];
}

function createGet(parts: PhoneParts): Operation {
  return implement(contract.get, {
    handle: (_input, { tx, actor }) => describe(tx, parts, requireUserId(actor)),
  });
}

function createSendCode(parts: PhoneParts): Operation {
  const { sealer } = parts;
  return implement(contract.sendCode, {
    async handle({ number }, { tx, actor, lock }) {
      const userId = requireUserId(actor);
      if (!parts.sendsTexts()) throw conflict('no_texts', 'This instance sends no text messages');
      await lock(`phone ${userId}`);
      const hash = deliveries.hashAddress(sealer, 'sms', number);
      const { ofUser, ofNumber } = await countCodes(tx, { userId, hash });
      if (ofUser >= CODES_A_DAY || ofNumber >= CODES_A_DAY) throw tooMany();
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      const sealed = deliveries.sealAddress(sealer, 'sms', number);
      const codeHash = hashCode(sealer, userId, code);
      const expiresAt = await insertCode(tx, { id: createId(), userId, sealed, hash, codeHash });
      await textCode(tx, parts, { userId, number, code, expiresAt });
      return describe(tx, parts, userId);
    },
  });
}

function tooMany(): Refusal {
  const details = { reason: 'rate_limit', limit: CODES_A_DAY };
  return new Refusal('TOO_MANY_REQUESTS', 'Enough codes for today', details, DAY_S);
}

async function textCode(
  tx: Transaction,
  { sealer }: PhoneParts,
  {
    userId,
    number,
    code,
    expiresAt,
  }: { userId: string; number: string; code: string; expiresAt: Date },
): Promise<void> {
  const locale = await findLocale(tx, userId);
  const write = WORDS[locale.slice(0, 2)] ?? WORDS['en'];
  await notify(
    tx,
    {
      organizationId: null,
      category: 'account',
      templateKey: 'custom',
      payload: {},
      secrets: { title: write?.(code), body: '' },
      recipients: [{ phone: number, locale }],
      channels: ['sms'],
      // Somebody waits for it, and later it is of no use.
      priority: 'critical',
      expiresAt,
      actor: { kind: 'user', id: userId },
    },
    { sealer },
  );
}

function createVerify(parts: PhoneParts): Operation {
  const { sealer } = parts;
  return implement(contract.verify, {
    async handle({ code }, { tx, actor, audit, lock }) {
      const userId = requireUserId(actor);
      // Tries are counted one after the other.
      await lock(`phone ${userId}`);
      const open = await findOpenCode(tx, userId);
      if (open === null) throw conflict('no_code', 'No code waits for an answer: send a new one');
      if (!timingSafeEqual(open.codeHash, hashCode(sealer, userId, code))) {
        await countTry(tx, open.id);
        const fields = [{ path: 'code', message: 'That is not the code that was sent' }];
        // The count of wrong tries outlives the refusal (security S27).
        throw new KeptRefusal('VALIDATION_ERROR', 'That is not the code that was sent', { fields });
      }
      const name = mask(sealer, open.sealed);
      await adoptPhone(tx, { id: createId(), userId, code: open, name });
      audit({ action: 'user.phoneVerified', chain: { userId } });
      return describe(tx, parts, userId);
    },
  });
}

const remove = implement(contract.remove, {
  async handle(_input, { tx, actor, audit }) {
    const userId = requireUserId(actor);
    if (!(await forgetPhone(tx, userId))) throw notFound('This telephone');
    audit({ action: 'user.phoneRemoved', chain: { userId } });
    return { done: true } as const;
  },
});

async function describe(
  tx: Transaction,
  { sealer, sendsTexts }: PhoneParts,
  userId: string,
): Promise<OutputOf<typeof contract.get>> {
  const [phone, open] = [await findPhone(tx, userId), await findOpenCode(tx, userId)];
  return {
    isOffered: sendsTexts(),
    number: phone === null ? null : mask(sealer, phone.sealed),
    pending:
      open === null
        ? null
        : {
            number: mask(sealer, open.sealed),
            expiresAt: new Date(open.expiresAt).toISOString(),
            triesLeft: CODE_TRIES - open.tries,
          },
  };
}

function mask(sealer: Sealer, sealed: string): string {
  return deliveries.maskAddress('sms', deliveries.openAddress(sealer, 'sms', sealed));
}

function hashCode(sealer: Sealer, userId: string, code: string): Buffer {
  return sealer.fingerprint(`phone code ${userId} ${code}`);
}
