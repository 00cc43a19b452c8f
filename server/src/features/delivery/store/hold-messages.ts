import type { Transaction } from '../../../platform/database/database.ts';

/** A message that nobody cancels while the transaction goes on. */
export interface HeldMessage {
  id: string;
  /** The trace that it belongs to. */
  traceparent: string | null;
}

/**
 * Holds the messages of deliveries, always in the same order, and before their deliveries are: whoever cancels comes before
 * or after (delivery D17). These are key locks, which go with each other and with the fan-out’s.
 */
export function holdMessages(
  tx: Transaction,
  deliveryIds: readonly string[],
): Promise<HeldMessage[]> {
  return tx.query<HeldMessage>(
    `select m.id, m.traceparent from messages as m where m.id in (select message_id from deliveries where id = any($1))
     order by m.id for key share`,
    [deliveryIds],
  );
}

/** Those of these messages that nobody is about to cancel: waits for nobody, so that deliveries may be held before. */
export function holdFree(tx: Transaction, messageIds: readonly string[]): Promise<HeldMessage[]> {
  return tx.query<HeldMessage>(
    `select id, traceparent from messages where id = any($1) for key share skip locked`,
    [messageIds],
  );
}
