import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log.ts';
import { unreachable } from '../../kernel/assert.ts';
import { createId } from '../../kernel/ids.ts';
import { settle, type Settlement } from './domain/settle.ts';
import type { SendParts } from './send-one.ts';
import { claimDoubtful, settleDoubt, type Doubtful } from './store/doubts.ts';

/** What asking stands on. */
export interface LookUpParts extends SendParts {
  database: Database;
  log: Log;
}

/** Questions of one look: each is a call of its own. */
const LOOK_SIZE = 20;

type Answer = 'accepted' | 'absent' | 'unknown';

/**
 * Asks providers what became of deliveries in doubt, after the time that their policy gives: found is sent, absent goes
 * again, and what nobody knows waits for a person (policies of delivery.md). Answers how many were asked.
 */
export async function lookUpDoubtful(parts: LookUpParts, signal?: AbortSignal): Promise<number> {
  const { database } = parts;
  if (signal?.aborted === true) return 0;
  const doubtful = await database.write('all', (tx) => claimDoubtful(tx, createId(), LOOK_SIZE));
  for (const delivery of doubtful) {
    const answer = await ask(parts, delivery);
    const isOurs = await database.write('all', (tx) =>
      settleDoubt(tx, delivery, toSettlement(answer, delivery)),
    );
    parts.log.info({ deliveryId: delivery.id, answer, isOurs }, 'a provider was asked');
  }
  return doubtful.length;
}

async function ask({ render, providersOf }: LookUpParts, delivery: Doubtful): Promise<Answer> {
  try {
    const message = await render(delivery);
    // Whoever died amid its first call left no word of whom it had asked.
    const candidates = providersOf(delivery, message).filter(
      ({ id }) => delivery.providerId === null || id === delivery.providerId,
    );
    const since = new Date(delivery.since);
    const answers = await Promise.all(
      candidates.map((each) => each.lookup?.(delivery.id, message, since) ?? 'unknown'),
    );
    if (answers.includes('accepted')) return 'accepted';
    const isAbsent = answers.length > 0 && answers.every((answer) => answer === 'absent');
    return isAbsent ? 'absent' : 'unknown';
  } catch {
    return 'unknown';
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
