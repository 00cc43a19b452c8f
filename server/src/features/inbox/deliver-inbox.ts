import { createId } from '../../kernel/ids.ts';
import type { Access } from '../../platform/access.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import type { Sealer } from '../../platform/sealing.ts';
import { deliveries } from '../delivery/index.ts';
import { writeOwnWords } from '../notices/index.ts';
import { endDeliveries, takeDue, type DueDelivery, type EndedDelivery } from './store/due.ts';
import { insertEntries, type NewEntry } from './store/entries.ts';
import { ringOwners, takeNumbers, type Owner } from './store/positions.ts';

/** Deliveries of one transaction: what a crash makes undone, and how long inboxes are locked. */
const BATCH_SIZE = 200;

/** What writing entries stands on. */
export interface InboxParts {
  database: Pick<Database, 'write'>;
  access: Pick<Access, 'loadGrants' | 'loadBoard'>;
  sealer: Sealer;
  /** Counts deliveries that ended; never throws. */
  noteEnds?(channel: 'inApp', ends: readonly InboxEnd[]): void;
}

/** The end of a delivery as it was written. */
interface InboxEnd extends Pick<DueDelivery, 'id' | 'lane' | 'latencyS'> {
  state: EndedDelivery['state'];
}

/** A delivery that becomes an entry. */
type Wanted = DueDelivery & { organizationId: string; recipientId: string };
type Verdicts = Awaited<ReturnType<typeof deliveries.recheck>>['verdicts'];
/** A delivery with the way it ends. */
type Decided = DueDelivery & { end: EndedDelivery };

/**
 * Puts everything that is due into the inboxes of its people; each entry, its number and the end of its delivery commit
 * together, so whoever is killed has written all of it or nothing. A message may be named, then only its entries are
 * written. Answers how many entries are new.
 */
export async function deliverInbox(
  parts: InboxParts,
  signal?: AbortSignal,
  messageId: string | null = null,
): Promise<number> {
  let entries = 0;
  for (;;) {
    const batch = await parts.database.write('all', (tx) => deliverBatch(tx, parts, messageId));
    parts.noteEnds?.('inApp', batch.ends);
    entries += batch.entries;
    // A look may find fewer than there are: each organization gets its share of it.
    if (batch.ends.length === 0 || signal?.aborted === true) return entries;
  }
}

async function deliverBatch(
  tx: Transaction,
  parts: InboxParts,
  messageId: string | null,
): Promise<{ ends: InboxEnd[]; entries: number }> {
  const due = await takeDue(tx, BATCH_SIZE, messageId);
  if (due.length === 0) return { ends: [], entries: 0 };
  const decided = await decideAnew(tx, parts, due);
  const wanted = await fillIn(tx, findWanted(decided));
  if (wanted.length > 0) {
    const owners = countByOwner(wanted);
    const taken = await takeNumbers(tx, owners);
    await insertEntries(tx, number(wanted, owners, taken));
    await ringOwners(tx, owners);
  }
  await endDeliveries(
    tx,
    decided.map(({ end }) => end),
  );
  const ends = decided.map(({ id, lane, latencyS, end: { state } }) => ({
    id,
    lane,
    latencyS,
    state,
  }));
  return { ends, entries: wanted.length };
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

/**
 * What was planned may be old: whoever may not see the board any more, or does not want it since, gets no entry. The same
 * question is asked of every other channel before its first byte leaves.
 */
async function decideAnew(
  tx: Transaction,
  { access, sealer }: InboxParts,
  due: readonly DueDelivery[],
): Promise<Decided[]> {
  const checked = due.map(({ id, messageId, organizationId, recipientId }) => ({
    id,
    messageId,
    organizationId,
    recipientId,
    channel: 'inApp' as const,
    addressHash: deliveries.hashAddress(sealer, 'inApp', recipientId ?? '').toString('hex'),
  }));
  const { verdicts } = await deliveries.recheck(tx, { access, sealer }, checked);
  return due.map((delivery) => ({ ...delivery, end: toEnd(delivery, verdicts.get(delivery.id)) }));
}

function toEnd(
  { id, isMember, isExpired }: DueDelivery,
  verdict: ReturnType<Verdicts['get']>,
): EndedDelivery {
  if (!isMember) return { id, state: 'suppressed', reason: 'cannotSee' };
  if (isExpired) return { id, state: 'expired', reason: 'expired' };
  if (verdict?.kind !== 'ended') return { id, state: 'delivered', reason: null };
  const { state, reason, decided } = verdict;
  return { id, state, reason, decided };
}

/** Those that become entries: one for each message and person. */
function findWanted(due: readonly Decided[]): Wanted[] {
  const seen = new Set<string>();
  return due.filter((delivery): delivery is Decided & Wanted => {
    const { messageId, recipientId, isThere, end } = delivery;
    const key = `${messageId} ${recipientId}`;
    if (end.state !== 'delivered' || isThere || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
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
