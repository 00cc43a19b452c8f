import type { Transaction } from '../../../platform/database/database.ts';
import type { Choice } from '../domain/preference.ts';
import type { Channel, DeliveryState, Hold } from '../domain/states.ts';
import type { FanOut } from './fan-outs.ts';

/** A decision of the ledger about somebody. */
export interface DecidedRow {
  id: string;
  channel: Channel;
  state: DeliveryState;
  hold: Hold | null;
  reason: string | null;
  decided: Partial<Choice> & { detail?: string };
}

/** The message that an id names, its own or a delivery's. */
export async function findMessage(tx: Transaction, id: string): Promise<FanOut | null> {
  const [row] = await tx.query<FanOut>(
    `select id, organization_id as "organizationId", category, recipients, channels, subject, priority as lane,
       scheduled_at as "scheduledAt", expires_at as "expiresAt", folds_until as "foldsUntil", fanout_cursor as cursor
     from messages where id = coalesce((select message_id from deliveries where id = $1), $1)`,
    [id],
  );
  return row ?? null;
}

/** What was decided about somebody for a message. */
export function listDecided(
  tx: Transaction,
  messageId: string,
  userId: string,
): Promise<DecidedRow[]> {
  return tx.query<DecidedRow>(
    `select id, channel, state, hold, reason, decided from deliveries where message_id = $1 and recipient_id = $2
     order by channel, id`,
    [messageId, userId],
  );
}
