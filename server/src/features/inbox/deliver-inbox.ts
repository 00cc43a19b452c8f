import { createId } from '../../kernel/ids.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { writeOwnWords } from '../notices/index.ts';
import { endDeliveries, takeDue, type DueDelivery, type EndedDelivery } from './store/due.ts';
import { insertEntries, type NewEntry } from './store/entries.ts';
import { ringOwners, takeNumbers, type Owner } from './store/positions.ts';

/** Deliveries of one transaction: what a crash makes undone, and how long inboxes are locked. */
const BATCH_SIZE = 200;

/** A delivery that becomes an entry. */
type Wanted = DueDelivery & { organizationId: string; recipientId: string };

/**
 * Puts everything that is due into the inboxes of its people; each entry, its number and the end of its delivery commit
 * together, so whoever is killed has written all of it or nothing. Answers how many entries are new.
 */
export async function deliverInbox(
  database: Pick<Database, 'write'>,
  signal?: AbortSignal,
): Promise<number> {
  let entries = 0;
  for (;;) {
    const batch = await database.write('all', deliverBatch);
    entries += batch.entries;
    if (batch.taken < BATCH_SIZE || signal?.aborted === true) return entries;
  }
}

async function deliverBatch(tx: Transaction): Promise<{ taken: number; entries: number }> {
  const due = await takeDue(tx, BATCH_SIZE);
  if (due.length === 0) return { taken: 0, entries: 0 };
  const wanted = await fillIn(tx, findWanted(due));
  if (wanted.length > 0) {
    const owners = countByOwner(wanted);
    const taken = await takeNumbers(tx, owners);
    await insertEntries(tx, number(wanted, owners, taken));
    await ringOwners(tx, owners);
  }
  await endDeliveries(tx, due.map(toEnd));
  return { taken: due.length, entries: wanted.length };
}

/** Messages of an organization's own templates are kept as they read: the web app has no words for them. */
async function fillIn(tx: Transaction, wanted: readonly Wanted[]): Promise<Wanted[]> {
  const filled: Wanted[] = [];
  for (const delivery of wanted) {
    // One that cannot be filled in must not hold up everybody's inbox.
    const own = await writeOwnWords(tx, delivery).catch(() => null);
    filled.push(own === null ? delivery : { ...delivery, type: 'custom', content: { ...own } });
  }
  return filled;
}

/** Those that become entries: one for each message and person. */
function findWanted(due: readonly DueDelivery[]): Wanted[] {
  const seen = new Set<string>();
  return due.filter((delivery): delivery is Wanted => {
    const { messageId, recipientId, isThere } = delivery;
    const key = `${messageId} ${recipientId}`;
    if (toEnd(delivery).state !== 'delivered' || isThere || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function toEnd({ id, isExpired, isMember }: DueDelivery): EndedDelivery {
  if (!isMember) return { id, state: 'suppressed', reason: 'cannotSee' };
  if (isExpired) return { id, state: 'expired', reason: 'expired' };
  return { id, state: 'delivered', reason: null };
}

function countByOwner(wanted: readonly Wanted[]): (Owner & { count: number })[] {
  const counts = new Map<string, Owner & { count: number }>();
  for (const { organizationId, recipientId } of wanted) {
    const owner = { organizationId, userId: recipientId };
    const known = counts.get(keyOf(owner)) ?? { ...owner, count: 0 };
    known.count += 1;
    counts.set(keyOf(owner), known);
  }
  return [...counts.values()];
}

/** Gives each entry its number, in the order in which they became due. */
function number(
  wanted: readonly Wanted[],
  owners: readonly (Owner & { count: number })[],
  taken: readonly (Owner & { last: number })[],
): NewEntry[] {
  const counts = new Map(owners.map((owner) => [keyOf(owner), owner.count]));
  const next = new Map(
    taken.map((owner) => [keyOf(owner), owner.last - (counts.get(keyOf(owner)) ?? 0)]),
  );
  return wanted.map((delivery) => {
    const owner = { organizationId: delivery.organizationId, userId: delivery.recipientId };
    const seq = (next.get(keyOf(owner)) ?? 0) + 1;
    next.set(keyOf(owner), seq);
    return toEntry(delivery, owner, seq);
  });
}

function toEntry(delivery: Wanted, owner: Owner, seq: number): NewEntry {
  const { id, messageId, type, content, boardId, itemId, actorId } = delivery;
  const groupKey = itemId === null ? null : `item ${itemId}`;
  const place = { groupKey, boardId, itemId, actorId };
  return { ...owner, id: createId(), seq, messageId, deliveryId: id, type, content, ...place };
}

function keyOf({ organizationId, userId }: Owner): string {
  return `${organizationId} ${userId}`;
}
