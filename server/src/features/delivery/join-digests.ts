import type { Transaction } from '../../platform/database/database.ts';
import { createId } from '../../kernel/ids.ts';
import { findDigestClose } from './domain/digest-time.ts';
import type { Channel } from './domain/states.ts';
import type { Facts } from './facts.ts';
import { holdOpenDigests, openDigests, type DigestKey, type OpenDigest } from './store/digests.ts';

/** Lines of a digest are never due by themselves: its carrier is. */
export const NEVER = new Date('9999-12-31T00:00:00Z');

/** What is to be a line of a digest. */
export interface Joining {
  recipientId: string | null;
  channel: Channel;
}

/**
 * The digest of each line, in their order: the one that is open for its person and channel, or one that is opened now
 * (delivery D16). None of them closes before the transaction is over. Null for what is for no account.
 */
export async function joinDigests(
  tx: Transaction,
  organizationId: string | null,
  { joining, facts, now }: { joining: readonly Joining[]; facts: Facts; now: Date },
): Promise<(string | null)[]> {
  const wanted = new Map(joining.flatMap(toEntry));
  if (wanted.size === 0) return joining.map(() => null);
  const userIds = [...new Set([...wanted.values()].map(({ userId }) => userId))];
  const open = new Map<string, string>();
  const note = (digests: readonly OpenDigest[]) => {
    for (const digest of digests) open.set(keyOf(digest), digest.id);
  };
  note(await holdOpenDigests(tx, organizationId, userIds));
  const missing = [...wanted.values()].filter((each) => !open.has(keyOf(each)));
  if (missing.length > 0) {
    const made = missing.map((each) => ({
      ...each,
      id: createId(),
      closesAt: closeOf(each, facts, now),
    }));
    note(await openDigests(tx, organizationId, made));
  }
  return joining.map((line) => {
    const [entry] = toEntry(line);
    return entry === undefined ? null : (open.get(entry[0]) ?? null);
  });
}

function toEntry({ recipientId, channel }: Joining): [string, DigestKey][] {
  if (recipientId === null) return [];
  const key = { userId: recipientId, channel };
  return [[keyOf(key), key]];
}

function closeOf({ userId }: DigestKey, facts: Facts, now: Date): Date {
  const person = facts.person(userId);
  return findDigestClose(
    person?.timeZone ?? 'UTC',
    person?.quietHours ?? null,
    now,
    person?.digestTime,
  );
}

function keyOf({ userId, channel }: DigestKey): string {
  return `${userId} ${channel}`;
}
