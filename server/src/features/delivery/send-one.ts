import type { Log } from '../../platform/log.ts';
import { SECOND_MS } from '../../kernel/time.ts';
import { maskAddress } from './addresses.ts';
import { isDatabaseAway } from './database-away.ts';
import { attemptMsOf } from './domain/lease.ts';
import { settle, type SendResult } from './domain/settle.ts';
import type { Channel } from './domain/states.ts';
import type { Provider, Rendered } from './provider.ts';
import type { ClaimedDelivery } from './store/claims.ts';
import type { Finished } from './store/finish.ts';

/** What one attempt needs. */
export interface SendParts {
  log: Log;
  /** Fills in the message of a delivery; a throw is our own defect, unless the database was away. */
  render(delivery: ClaimedDelivery): Promise<Rendered>;
  /** Who may send it, the first choice first (delivery D21). */
  providersOf(delivery: ClaimedDelivery, message: Rendered): readonly Provider[];
}

/** A database that is away is asked again after this; claims that wait for it come one after the other. */
const AWAY_MS = 5 * SECOND_MS;
/** A defect of ours, or of a template. */
const DEFECT: SendResult = { kind: 'refused', cause: 'permanent', code: 'render' };

/** Refusals that say nothing about the message: the next provider may take it (delivery D21). */
const PASSED_ON: ReadonlySet<string> = new Set(['transient', 'throttled', 'auth']);

/** Makes one attempt, with the next provider when one surely did not take it. Never throws. */
export async function sendOne(
  parts: SendParts,
  delivery: ClaimedDelivery,
  signal: AbortSignal,
): Promise<Finished> {
  const startedAt = performance.now();
  const { result, providerId, address } = await tryProviders(parts, delivery, signal);
  const settlement = settle(result, {
    channel: delivery.channel,
    attempt: delivery.attempt + 1 - delivery.redrivenAfter,
    policy: delivery.policy,
    random: Math.random(),
  });
  return {
    id: delivery.id,
    fence: delivery.fence,
    outcome: result.kind,
    code: result.kind === 'accepted' ? null : result.code,
    answer: hideAddress(delivery.channel, address, result.answer ?? null),
    latencyMs: Math.round(performance.now() - startedAt),
    providerId,
    providerMessageId: result.kind === 'accepted' ? (result.providerMessageId ?? null) : null,
    settlement,
    ...(settlement.suppresses && { maskedAddress: maskAddress(delivery.channel, address) }),
  };
}

/** What far sides say repeats whom it was for; the ledger shows that to nobody (security S16). */
function hideAddress(channel: Channel, address: string, answer: string | null): string | null {
  if (answer === null || address === '' || (channel !== 'email' && channel !== 'sms'))
    return answer;
  const literal = address.replaceAll(
    /[^a-z0-9]/gi,
    (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`,
  );
  return answer.replaceAll(new RegExp(literal, 'giu'), maskAddress(channel, address));
}

interface Tried {
  result: SendResult;
  providerId: string | null;
  /** Empty when the message could not be filled in. */
  address: string;
}

async function tryProviders(
  parts: SendParts,
  delivery: ClaimedDelivery,
  signal: AbortSignal,
): Promise<Tried> {
  let message: Rendered;
  let providers: readonly Provider[];
  try {
    message = await parts.render(delivery);
    providers = parts.providersOf(delivery, message);
  } catch (error) {
    parts.log.warn({ err: error, deliveryId: delivery.id }, 'a delivery could not be written out');
    return { result: judgeDefect(error), providerId: null, address: '' };
  }
  const { address } = message;
  let last: Tried = {
    result: { kind: 'refused', cause: 'transient', code: 'no_provider' },
    providerId: null,
    address,
  };
  const endsAtMs = performance.now() + attemptMsOf(delivery.channel);
  for (const provider of providers) {
    // Whoever has no time left for an answer is asked at the next attempt.
    if (last.providerId !== null && performance.now() + provider.capabilities.timeoutMs > endsAtMs)
      break;
    const result = await callProvider(provider, message, { delivery, signal });
    const isUntried = result.kind === 'refused' && result.isUntried === true;
    // One that was asked says more than the next one that was not, and counts.
    if (!isUntried || last.providerId === null) last = { result, providerId: provider.id, address };
    if (result.kind !== 'refused' || !PASSED_ON.has(result.cause)) return last;
  }
  return last;
}

/**
 * Nothing has left this process. A database that is away says nothing about the message: it waits, and that is no attempt; a
 * statement that took too long counts as one, for it may be the message's fault.
 */
function judgeDefect(error: unknown): SendResult {
  if (!isDatabaseAway(error)) return DEFECT;
  const waits = { kind: 'refused', cause: 'transient', code: 'database' } as const;
  if (error.details?.['reason'] === 'database_timeout') return waits;
  return { ...waits, isUntried: true, retryAfterMs: AWAY_MS * (1 + Math.random()) };
}

async function callProvider(
  provider: Provider,
  message: Rendered,
  { delivery, signal }: { delivery: ClaimedDelivery; signal: AbortSignal },
): Promise<SendResult> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(provider.capabilities.timeoutMs)]);
  const call = { key: delivery.id, attempt: delivery.attempt + 1, signal: limit };
  try {
    // A provider that does not hear the signal is not waited for either.
    return await Promise.race([provider.send(message, call), giveUp(limit)]);
  } catch (error) {
    return { kind: 'uncertain', code: (error as Error).name };
  }
}

function giveUp(limit: AbortSignal): Promise<SendResult> {
  return new Promise((resolve) => {
    const end = () => resolve({ kind: 'uncertain', code: 'timeout' });
    limit.addEventListener('abort', end, { once: true });
    if (limit.aborted) end();
  });
}
