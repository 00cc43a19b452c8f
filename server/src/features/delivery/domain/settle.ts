import { unreachable } from '../../../kernel/assert.ts';
import { waitAfter } from './retry-schedule.ts';
import type { Channel, DeliveryState, Hold } from './states.ts';

/** What a provider says of an attempt; a throw counts as uncertain (delivery, Provider). */
export type SendResult = Quoted &
  (
    | { kind: 'accepted'; providerMessageId?: string }
    | {
        kind: 'refused';
        cause: 'transient' | 'throttled' | 'auth' | 'permanent' | 'badAddress';
        code: string;
        retryAfterMs?: number;
        /** Nobody was asked: it waits for its turn (`retryAfterMs`), and that is no attempt (delivery D13). */
        isUntried?: true;
      }
    | { kind: 'uncertain'; code: string }
  );

interface Quoted {
  /** The provider's own words, at most 2 kB, without secrets. */
  answer?: string;
}

/** What may be done while nobody knows whether a provider took a message. */
export type UncertainPolicy =
  /** The receiver drops or replaces a copy under the same key: send it again. */
  | 'sameKey'
  /** Ask the provider whether it has it. */
  | 'lookUp'
  /** Rather twice than never: send it again. */
  | 'atLeastOnce'
  /** Rather never than twice: a person decides. */
  | 'atMostOnce';

/** What becomes of a delivery after an attempt. */
export interface Settlement {
  state: Extract<DeliveryState, 'sent' | 'queued' | 'uncertain' | 'failed'>;
  hold: Hold | null;
  /** Milliseconds until it is looked at again; null when it is not. */
  delayMs: number | null;
  /** Why, in a word of ours, for the ledger. */
  reason: string | null;
  /** The address is of no use any more. */
  suppresses: boolean;
  isDeadLetter: boolean;
  /** It counts as no attempt. */
  isUntried?: true;
}

export interface AttemptFacts {
  channel: Channel;
  /** 1 for the first. */
  attempt: number;
  policy: UncertainPolicy;
  /** From 0 to below 1. */
  random: number;
}

/** A look-up is asked for this long after the attempt: a provider may list a message late. */
const LOOK_UP_AFTER_MS = 120_000;

/** What nobody was asked for is looked at again after this. */
const PUT_OFF_MS = 60_000;

const nothing = { hold: null, delayMs: null, suppresses: false, isDeadLetter: false } as const;

/** Decides what follows an attempt (states of delivery.md, D14, D22). */
export function settle(result: SendResult, facts: AttemptFacts): Settlement {
  switch (result.kind) {
    case 'accepted':
      return { ...nothing, state: 'sent', reason: null };
    case 'refused':
      return settleRefused(result, facts);
    case 'uncertain':
      return settleUncertain(result, facts);
    default:
      return unreachable(result);
  }
}

function settleRefused(
  { cause, code, retryAfterMs, isUntried }: Extract<SendResult, { kind: 'refused' }>,
  facts: AttemptFacts,
): Settlement {
  if (isUntried === true) return putOff(code, retryAfterMs);
  if (cause === 'permanent') return fail(code);
  // A browser or app that is gone is forgotten: nobody has anything to decide.
  if (cause === 'badAddress')
    return { ...fail(code), suppresses: true, isDeadLetter: facts.channel !== 'push' };
  return retry(code, facts, retryAfterMs);
}

function putOff(code: string, delayMs = PUT_OFF_MS): Settlement {
  return { ...nothing, state: 'queued', hold: 'throttled', delayMs, reason: code, isUntried: true };
}

/** A copy that the receiver drops, or that is better than nothing, goes on as any other retry does. */
function settleUncertain({ code }: { code: string }, facts: AttemptFacts): Settlement {
  switch (facts.policy) {
    case 'sameKey':
    case 'atLeastOnce':
      return retry(code, facts);
    case 'lookUp':
      return { ...nothing, state: 'uncertain', reason: code, delayMs: LOOK_UP_AFTER_MS };
    case 'atMostOnce':
      return { ...nothing, state: 'uncertain', reason: code, isDeadLetter: true };
    default:
      return unreachable(facts.policy);
  }
}

function retry(code: string, facts: AttemptFacts, retryAfterMs?: number): Settlement {
  const { channel, attempt, random } = facts;
  const delayMs = waitAfter(channel, attempt, {
    random,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
  if (delayMs === null) return fail(code);
  return { ...nothing, state: 'queued', hold: 'retry', delayMs, reason: code };
}

function fail(code: string): Settlement {
  return { ...nothing, state: 'failed', reason: code, isDeadLetter: true };
}
