import { readNow } from '../../platform/database/clock.ts';
import { noticeCategories, type NoticeCategory } from '@boardwire/contract/notices';
import type { Database, Transaction } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log.ts';
import type { DecisionParts } from './decide.ts';
import type { MessageFacts } from './domain/plan-delivery.ts';
import type { CategoryDefaults } from './domain/preference.ts';
import { expand, type Target } from './expand.ts';
import { loadFacts, type Facts, type FactsParts } from './facts.ts';
import { joinDigests, NEVER } from './join-digests.ts';
import { isForLater, noteFailure } from './plan-failures.ts';
import { planTarget, type Planned } from './plan-target.ts';
import {
  listFanOutKeys,
  listFanOuts,
  takeFanOut,
  takeFanOuts,
  type FanOut,
} from './store/fan-outs.ts';
import { addParts } from './store/plan.ts';

/** What planning stands on. */
export interface PlannerParts extends FactsParts {
  database: Database;
  log: Log;
}

/** Recipients of one transaction (delivery D18), and messages: many small ones are planned together. */
const PART_SIZE = 1_000;
const MESSAGES_SIZE = 100;

/** A part of a message's recipients, and the cursor behind it. */
interface Part {
  message: FanOut;
  targets: Target[];
  cursor: string | null;
}

/**
 * Plans whatever waits, organizations in turn, until nothing does; answers how many messages' parts were planned. Any
 * number of planners may do so at once: each message is planned by one at a time, and goes on where it stood.
 */
export async function planWaiting(
  parts: PlannerParts,
  {
    signal,
    partSize = PART_SIZE,
    onPart,
  }: { signal?: AbortSignal; partSize?: number; onPart?(): void } = {},
): Promise<number> {
  const { database } = parts;
  const failed = new Set<string>();
  let planned = 0;
  for (;;) {
    const before = planned;
    const keys = await database.read('all', listFanOutKeys);
    for (const key of keys.filter((each) => !failed.has(each))) {
      if (signal?.aborted === true) return planned;
      const count = await database
        .write('all', (tx) => planPart(tx, parts, { key, partSize }))
        .catch((error: unknown) => {
          failed.add(key);
          return planEach(parts, key, error);
        });
      planned += count;
      if (count > 0) onPart?.();
    }
    if (planned === before) return planned;
  }
}

/** What is wrong with one message holds up neither the others of its organization nor those behind it (SPEC D6). */
async function planEach(parts: PlannerParts, key: string, cause: unknown): Promise<number> {
  if (isForLater(cause)) throw cause;
  const { database, log } = parts;
  log.warn({ err: cause, key }, 'messages of an organization are planned one by one');
  let planned = 0;
  for (const messageId of await database.read('all', (tx) => listFanOuts(tx, key, MESSAGES_SIZE)))
    try {
      await planOne(parts, messageId);
      planned += 1;
    } catch (error) {
      if (isForLater(error)) throw error;
      await noteFailure(parts, messageId, error);
    }
  return planned;
}

/** Plans one message with few recipients at once, ahead of all that waits; what a planner has at hand is left to it. */
export async function planOne(parts: PlannerParts, messageId: string): Promise<void> {
  await parts.database.write('all', async (tx) => {
    const message = await takeFanOut(tx, messageId);
    if (message !== null) await planMessages(tx, parts, [message], PART_SIZE);
  });
}

/** Plans one part of the messages of an organization, in the transaction that holds their rows. */
async function planPart(
  tx: Transaction,
  parts: PlannerParts,
  { key, partSize }: { key: string; partSize: number },
): Promise<number> {
  return planMessages(tx, parts, await takeFanOuts(tx, key, MESSAGES_SIZE), partSize);
}

async function planMessages(
  tx: Transaction,
  parts: PlannerParts,
  messages: readonly FanOut[],
  partSize: number,
): Promise<number> {
  if (messages.length === 0) return 0;
  const now = await readNow(tx);
  const taken = await expandAll(tx, messages, partSize);
  const organizationId = messages[0]?.organizationId ?? null;
  const facts = await loadFacts(tx, parts, { organizationId, ...questionOf(taken) });
  const plans = taken.map((part) => planAll(part, { ...parts, facts, now }));
  await gather(tx, organizationId, { planned: plans.flat(), facts, now });
  await addParts(
    tx,
    organizationId,
    taken.map(({ message, cursor }, index) => ({
      message,
      deliveries: (plans[index] ?? []).map(({ row }) => row),
      cursor,
    })),
  );
  return taken.length;
}

/** Lines of digests wait for their carrier. */
async function gather(
  tx: Transaction,
  organizationId: string | null,
  { planned, facts, now }: { planned: readonly Planned[]; facts: Facts; now: Date },
): Promise<void> {
  const rows = planned.flatMap(({ row, joinsDigest }) => (joinsDigest ? [row] : []));
  if (rows.length === 0) return;
  const digests = await joinDigests(tx, organizationId, { joining: rows, facts, now });
  for (const [index, row] of rows.entries()) {
    row.digestId = digests[index] ?? null;
    row.runAt = NEVER;
  }
}

async function expandAll(
  tx: Transaction,
  messages: readonly FanOut[],
  partSize: number,
): Promise<Part[]> {
  const taken: Part[] = [];
  let room = partSize;
  for (const message of messages) {
    if (room <= 0) break;
    const { targets, cursor } = await expand(tx, message, room);
    taken.push({ message, targets, cursor });
    room -= targets.length;
  }
  return taken;
}

function questionOf(taken: readonly Part[]) {
  const targets = taken.flatMap((part) => part.targets);
  return {
    userIds: unique(targets.flatMap((one) => (one.kind === 'person' ? [one.userId] : []))),
    hashes: unique(targets.flatMap((one) => (one.kind === 'address' ? [one.hash] : []))),
    mails: targets.flatMap((one) =>
      one.kind === 'address' && one.channel === 'email' ? [one] : [],
    ),
    boardIds: unique(taken.flatMap(({ message }) => message.subject.boardId ?? [])),
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** A person who is there by two ways is one recipient: the second row would be the same. */
function planAll({ message, targets }: Part, parts: DecisionParts): Planned[] {
  const facts = toMessageFacts(message);
  return targets.flatMap((target) => planTarget(facts, target, parts));
}

/** A message as decisions see it. */
export function toMessageFacts(
  message: Pick<
    FanOut,
    | 'category'
    | 'subject'
    | 'lane'
    | 'scheduledAt'
    | 'expiresAt'
    | 'foldsUntil'
    | 'channels'
    | 'isSandboxed'
  >,
): MessageFacts {
  const { expiresAt, foldsUntil } = message;
  return {
    category: defaultsOf(message.category),
    subject: message.subject,
    lane: message.lane,
    channels: message.channels,
    isSandboxed: message.isSandboxed,
    scheduledAt: new Date(message.scheduledAt),
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
    foldsUntil: foldsUntil === null ? null : new Date(foldsUntil),
  };
}

/** What holds of a category for whoever has chosen nothing; those of programs are as `custom`. */
export function defaultsOf(category: string): CategoryDefaults {
  const known: Readonly<Record<string, NoticeCategory>> = noticeCategories;
  const own = Object.hasOwn(known, category) ? known[category] : undefined;
  return { category, ...(own ?? noticeCategories.custom) };
}
