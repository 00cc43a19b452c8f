import type { Transaction } from '../../../platform/database/database.ts';
import { lockInbox, ringOwners, takeNumbers, type Owner } from './positions.ts';

/** What can become of an entry. */
export type Mark = 'seen' | 'read' | 'unread' | 'archived' | 'restored' | 'snoozed' | 'woken';

/** Entries by name, all of one item, or all of the open list up to a number. */
export type Which = { entryIds: readonly string[] } | { itemId: string } | { upTo: number };

interface Rule {
  /** Entries that are not so yet. */
  lacks: string;
  sets: string;
}

const READ = 'seen_at = coalesce(i.seen_at, now()), read_at = coalesce(i.read_at, now())';

/** $6 is the moment that an entry is put off to. */
const RULES: Readonly<Record<Mark, Rule>> = {
  seen: { lacks: 'seen_at is null', sets: 'seen_at = now()' },
  read: { lacks: 'read_at is null', sets: READ },
  unread: { lacks: 'read_at is not null', sets: 'read_at = null' },
  archived: {
    lacks: 'archived_at is null',
    sets: `archived_at = now(), snoozed_until = null, ${READ}`,
  },
  restored: {
    lacks: '(archived_at is not null or snoozed_until is not null)',
    // Archiving read it: it comes back as it went.
    sets: 'read_at = nullif(i.read_at, i.archived_at), archived_at = null, snoozed_until = null',
  },
  snoozed: {
    lacks: 'snoozed_until is distinct from $6',
    sets: 'snoozed_until = $6, archived_at = null, seen_at = coalesce(i.seen_at, now())',
  },
  // It comes back as it came: at the top, and to be read (web W17).
  woken: {
    lacks: 'snoozed_until <= now()',
    sets: `snoozed_until = null, read_at = null, seen_at = null, arrived_at = date_trunc('milliseconds', now())`,
  },
};

/**
 * Marks entries of an inbox; each that changes takes its next number, so that other screens hear of it. Answers how many
 * did.
 */
export async function markEntries(
  tx: Transaction,
  owner: Owner,
  { which, as, until = null }: { which: Which | null; as: Mark; until?: Date | null },
): Promise<number> {
  const before = await lockInbox(tx, owner);
  if (before === null) return 0;
  const { lacks, sets } = RULES[as];
  const rows = await tx.query(
    `with chosen as (
       select id, row_number() over (order by seq) as step from inbox_items
       where organization_id = $1 and user_id = $2 and withdrawn_at is null and ($3::uuid[] is null or id = any($3))
         and ($4::uuid is null or item_id = $4)
         and ($5::bigint is null or (seq <= $5 and archived_at is null and snoozed_until is null))
         and ($6::timestamptz is null or true) and ${lacks})
     update inbox_items as i set seq = $7::bigint + c.step, ${sets} from chosen as c where i.id = c.id returning i.id`,
    [owner.organizationId, owner.userId, ...toValues(which), until, before],
  );
  if (rows.length === 0) return 0;
  await takeNumbers(tx, [{ ...owner, count: rows.length }]);
  await ringOwners(tx, [owner]);
  return rows.length;
}

function toValues(which: Which | null) {
  return [
    which !== null && 'entryIds' in which ? which.entryIds : null,
    which !== null && 'itemId' in which ? which.itemId : null,
    which !== null && 'upTo' in which ? which.upTo : null,
  ];
}

/** Whose entries are to come back now. */
export function listToWake(tx: Transaction, limit: number): Promise<Owner[]> {
  return tx.query<Owner>(
    `select distinct organization_id as "organizationId", user_id as "userId" from inbox_items
     where snoozed_until <= now() limit $1`,
    [limit],
  );
}
