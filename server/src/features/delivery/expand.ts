import type { Transaction } from '../../platform/database/database.ts';
import type { StoredRecipient } from './domain/recipient.ts';
import { listMembers, listTopicMembers } from './store/recipients.ts';

/** One end that a message is for: a person on all their channels, an address, or a program's endpoint. */
export type Target =
  | { kind: 'person'; userId: string }
  | { kind: 'address'; channel: 'email' | 'sms'; hash: string; sealed: string; locale: string }
  | { kind: 'endpoint'; endpointId: string };

/** Where a fan-out stands: the entry of the list, and the last person of it when it is a topic or a segment. */
type Place = readonly [entry: number, after: string | null];

const START: Place = [0, null];

/**
 * The next targets of a message, at most `limit`, and the cursor behind them; null at the end. Lists are walked by id, so
 * that a fan-out that was cut off goes on where it stood (delivery D18).
 */
export async function expand(
  tx: Transaction,
  message: {
    organizationId: string | null;
    recipients: readonly StoredRecipient[];
    cursor: string | null;
  },
  limit: number,
): Promise<{ targets: Target[]; cursor: string | null }> {
  const { recipients } = message;
  const targets: Target[] = [];
  let [entry, after] = message.cursor === null ? START : (JSON.parse(message.cursor) as Place);
  while (targets.length < limit) {
    const recipient = recipients[entry];
    if (recipient === undefined) return { targets, cursor: null };
    const room = limit - targets.length;
    const found = await expandOne(tx, message.organizationId, { recipient, after, room });
    targets.push(...found.targets);
    [entry, after] = found.after === null ? [entry + 1, null] : [entry, found.after];
  }
  return { targets, cursor: entry < recipients.length ? JSON.stringify([entry, after]) : null };
}

async function expandOne(
  tx: Transaction,
  organizationId: string | null,
  { recipient, after, room }: { recipient: StoredRecipient; after: string | null; room: number },
): Promise<{ targets: Target[]; after: string | null }> {
  if ('userId' in recipient)
    return { targets: [{ kind: 'person', userId: recipient.userId }], after: null };
  if ('endpointId' in recipient)
    return { targets: [{ kind: 'endpoint', endpointId: recipient.endpointId }], after: null };
  if ('hash' in recipient) {
    const { channel, hash, sealed, locale = 'en' } = recipient;
    return { targets: [{ kind: 'address', channel, hash, sealed, locale }], after: null };
  }
  // Topics and segments are of an organization; the instance has none.
  if (organizationId === null) return { targets: [], after: null };
  const ids =
    'topic' in recipient
      ? await listTopicMembers(tx, organizationId, { topic: recipient.topic, after, limit: room })
      : await listMembers(tx, organizationId, {
          adminsOnly: recipient.segment === 'admins',
          after,
          limit: room,
        });
  const targets = ids.map((userId): Target => ({ kind: 'person', userId }));
  return { targets, after: ids.length === room ? (ids.at(-1) ?? null) : null };
}
