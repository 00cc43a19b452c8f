import { z } from 'zod';
import * as contract from '@boardwire/contract/inbox';
import { DAY_MS } from '../../kernel/time.ts';
import { decodeCursor, toPage } from '../../platform/cursor.ts';
import {
  implement,
  requireGrant,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../platform/operation.ts';
import { invalid, notFound } from '../../platform/refusal.ts';
import { hideEntries } from './hide-entries.ts';
import { countEntries, listChanged, listEntries } from './store/entries.ts';
import { markEntries, type Mark } from './store/marks.ts';
import { readHead, type Owner } from './store/positions.ts';
import { readWhy } from './store/why.ts';

/** Whoever puts something off for longer wants it gone. */
const SNOOZE_MAX_MS = 366 * DAY_MS;

const PLACE = z.tuple([z.iso.datetime(), z.uuid()]);

const list = implement(contract.list, {
  async handle({ filter, cursor, limit }, context) {
    const after = decodeCursor(cursor, PLACE);
    const owner = whose(context);
    const rows = await listEntries(context.tx, owner, { filter, after, limit: limit + 1 });
    const entries = await hideEntries(context, owner.organizationId, rows);
    return toPage(entries, limit, ({ arrivedAt, id }) => [arrivedAt, id]);
  },
});

const changes = implement(contract.changes, {
  async handle({ since, limit }, context) {
    const owner = whose(context);
    // Read first: what comes between both is told of again, and never left out.
    const head = await readHead(context.tx, owner);
    const rows = await listChanged(context.tx, owner, { since, limit: limit + 1 });
    const entries = await hideEntries(context, owner.organizationId, rows.slice(0, limit));
    return { ...head, entries, isComplete: rows.length <= limit };
  },
});

const count = implement(contract.count, {
  async handle(_input, context) {
    const owner = whose(context);
    const head = await readHead(context.tx, owner);
    return { ...head, ...(await countEntries(context.tx, owner)) };
  },
});

const mark = implement(contract.mark, {
  async handle({ which, as, until }, context) {
    const owner = whose(context);
    const moment = readUntil(as, until, context.now);
    const changed = await markEntries(context.tx, owner, { which, as, until: moment });
    return { ...(await readHead(context.tx, owner)), changed };
  },
});

const why = implement(contract.why, {
  async handle({ entryId }, context) {
    const answer = await readWhy(context.tx, whose(context), entryId);
    if (answer === null) throw notFound('This entry');
    return answer;
  },
});

/** One's inbox, and nobody else's. */
export const inboxOperations: readonly Operation[] = [list, changes, count, mark, why];

function whose(context: OperationContext): Owner {
  const userId = requireUserId(context.actor);
  return { organizationId: requireGrant(context).organizationId, userId };
}

function readUntil(as: Mark, until: string | undefined, now: Date): Date | null {
  if (as !== 'snoozed') {
    if (until === undefined) return null;
    throw invalid({ path: 'until', message: 'Only for what is snoozed' });
  }
  if (until === undefined) throw invalid({ path: 'until', message: 'Say until when' });
  const aheadMs = Date.parse(until) - now.getTime();
  if (aheadMs <= 0) throw invalid({ path: 'until', message: 'Choose a time in the future' });
  if (aheadMs > SNOOZE_MAX_MS) throw invalid({ path: 'until', message: 'At most a year ahead' });
  return new Date(until);
}
