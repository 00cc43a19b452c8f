import type { Database } from '../../platform/database/database.ts';
import { unreachable } from '../../kernel/assert.ts';
import { createId } from '../../kernel/ids.ts';
import { isDatabaseAway } from './database-away.ts';
import { settle, type Settlement } from './domain/settle.ts';
import type { SendParts } from './send-one.ts';
import { claimDoubtful, settleDoubt, type Doubtful } from './store/doubts.ts';

/** What asking stands on. */
export interface LookUpParts extends SendParts {
  database: Database;
}

/** Questions of one look: each is a call of its own. */
const LOOK_SIZE = 20;
/** Questions at once: a look is over before the lease of what it asks about, and before a shutdown loses patience. */
const AT_ONCE = 4;

type Answer = 'accepted' | 'absent' | 'unknown';

/**
 * Asks providers what became of deliveries in doubt, after the time that their policy gives: found is sent, absent goes
 * again, and what nobody knows waits for a person (policies of delivery.md). Answers how many were asked.
 */
export async function lookUpDoubtful(parts: LookUpParts, signal?: AbortSignal): Promise<number> {
  let asked = 0;
  while (asked < LOOK_SIZE && signal?.aborted !== true) {
    const doubtful = await parts.database.write('all', (tx) =>
      claimDoubtful(tx, createId(), AT_ONCE),
    );
    await Promise.all(doubtful.map((delivery) => lookUp(parts, delivery)));
    asked += doubtful.length;
    if (doubtful.length < AT_ONCE) break;
  }
  return asked;
}

async function lookUp(parts: LookUpParts, delivery: Doubtful): Promise<void> {
  const answer = await ask(parts, delivery);
  // It is asked again when the lease is over.
  if (answer === null) return;
  const isOurs = await parts.database.write('all', (tx) =>
    settleDoubt(tx, delivery, toSettlement(answer, delivery)),
  );
  parts.log.info({ deliveryId: delivery.id, answer, isOurs }, 'a provider was asked');
}

/** Null when nobody could be asked for the moment. */
async function ask(
  { render, providersOf, log }: LookUpParts,
  delivery: Doubtful,
): Promise<Answer | null> {
  try {
    const message = await render(delivery);
    // Whoever died amid its first call left no word of whom it had asked.
    const candidates = providersOf(delivery, message).filter(
      ({ id }) => delivery.providerId === null || id === delivery.providerId,
    );
    const since = new Date(delivery.since);
    const answers = await Promise.all(
      candidates.map(async (each) => each.lookup?.(delivery.id, message, since) ?? 'unknown'),
    );
    if (answers.includes('accepted')) return 'accepted';
    const isAbsent = answers.length > 0 && answers.every((answer) => answer === 'absent');
    return isAbsent ? 'absent' : 'unknown';
  } catch (error) {
    log.warn({ err: error, deliveryId: delivery.id }, 'a provider could not be asked');
    return isDatabaseAway(error) ? null : 'unknown';
  }
}

function toSettlement(answer: Answer, delivery: Doubtful): Settlement {
  const attempt = delivery.attempt - delivery.redrivenAfter;
  const facts = { ...delivery, attempt, random: Math.random() };
  switch (answer) {
    case 'accepted':
      return settle({ kind: 'accepted' }, facts);
    case 'absent':
      return settle({ kind: 'refused', cause: 'transient', code: 'absent' }, facts);
    case 'unknown':
      return settle({ kind: 'uncertain', code: 'unknown' }, { ...facts, policy: 'atMostOnce' });
    default:
      return unreachable(answer);
  }
}
