import type { Transaction } from '../../platform/database/database.ts';
import { needsOf } from './domain/channel-rates.ts';
import type { SendingLimits } from './limits.ts';
import type { ClaimedDelivery } from './store/claims.ts';
import { layBack, makeHigh, parkRecipients } from './store/gate.ts';
import { takeTokens, type Tokens } from './store/rates.ts';

/** How often something may go out. */
export type RateLimits = Pick<SendingLimits, 'rates' | 'critical'>;

/** Until when nothing more of a lane, or of one organization in it, is worth claiming, by the clock of the process. */
export interface Closed {
  lane: string;
  /** Null for everybody. */
  fairKey: string | null;
  forMs: number;
}

interface Checked {
  passed: ClaimedDelivery[];
  closed: Closed[];
}

type Refused = { claim: ClaimedDelivery } & Extract<Tokens, { kind: 'none' }>;

/**
 * Takes the tokens that claims need, in their order (delivery D13). What finds none keeps its place in the queue, which is
 * no attempt: the lane or the organization is closed until there are tokens again. Only what is for somebody who has had
 * enough is put off, one interval apart, together with whatever else waits for them.
 */
export async function checkRates(
  tx: Transaction,
  { rates, critical }: RateLimits,
  claims: readonly ClaimedDelivery[],
): Promise<Checked> {
  const wishes = claims.map((claim) => needsOf(rates[claim.channel], claim, critical));
  const tokens = await takeTokens(tx, wishes);
  const refused = claims.flatMap((claim, index): Refused[] => {
    const token = tokens[index];
    return token?.kind === 'none' ? [{ claim, ...token }] : [];
  });
  const of = (kind: Refused['need']['kind']) => refused.filter(({ need }) => need.kind === kind);
  const keepPlace = [...of('provider'), ...of('organization')];
  if (keepPlace.length > 0)
    await layBack(
      tx,
      keepPlace.map(({ claim: { id, fence } }) => ({ id, fence, hold: 'throttled', runAt: null })),
    );
  await makeHigh(
    tx,
    of('critical').map(({ claim }) => claim),
  );
  await parkRecipients(tx, of('recipient').map(toParked));
  const held = new Set(refused.map(({ claim }) => claim.id));
  return {
    passed: claims.filter(({ id }) => !held.has(id)),
    closed: keepPlace.map(({ claim, need, retryAtMs, nowMs }) => ({
      lane: claim.lane,
      fairKey: need.kind === 'provider' ? null : claim.fairKey,
      forMs: retryAtMs - nowMs,
    })),
  };
}

function toParked({ claim, need: { rate }, retryAtMs }: Refused) {
  return { claim, fromMs: retryAtMs, intervalMs: rate.perMs / rate.count };
}
