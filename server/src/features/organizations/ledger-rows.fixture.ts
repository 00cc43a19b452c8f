import { createId } from '../../kernel/ids.ts';

/** What the ledger keeps of an organization's messages: one row in each of its tables. */
export async function insertLedgerRows(
  insert: (table: string, columns: Record<string, unknown>) => Promise<unknown>,
  { userId, message }: { userId: string; message: string },
): Promise<void> {
  const [deliveryId, topicId] = [createId(), createId()];
  const channel = { channel: 'email' };
  const address = { address_hash: '\\x01' };
  const plan = { lane: 'normal', fair_key: createId(), max_attempts: 8, policy: 'atLeastOnce' };
  const delivery = { id: deliveryId, message_id: message, ...plan, ...channel, ...address };
  await insert('deliveries', { ...delivery, state: 'failed' });
  await insert('delivery_attempts', { delivery_id: deliveryId, number: 1, fence: 1 });
  await insert('dead_letters', { id: createId(), delivery_id: deliveryId, reason: 'no' });
  const masked = { address_masked: 'a***@example.com', reason: 'manual' };
  await insert('suppressions', { id: createId(), ...channel, ...address, ...masked });
  await insert('soft_bounces', { delivery_id: deliveryId, ...address });
  await insert('sandboxes', { is_on: true });
  const captured = { message_id: message, address_sealed: '', content: '{}', attempt: 1 };
  await insert('sandbox_messages', { delivery_id: deliveryId, ...channel, ...captured });
  const closing = { closes_at: new Date().toISOString() };
  await insert('digests', { id: createId(), user_id: userId, ...channel, ...closing });
  await insert('delivery_pauses', channel);
  await insert('notification_topics', { id: topicId, key: 'alarms', name: 'Alarms' });
  await insert('notification_topic_members', { topic_id: topicId, user_id: userId });
}
