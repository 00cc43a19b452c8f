import { z } from 'zod';
import * as contract from '@boardwire/contract/boards';
import { decodeCursor, toPage } from '../../../platform/cursor.ts';
import { implement, type Operation } from '../../../platform/operation.ts';
import { snapshotReason } from '../../../platform/board/log-position.ts';
import type { CommittedChange } from '../../../platform/board/mutation.ts';
import { showToVisitors } from '../../../platform/board/visitor-changes.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import { notFound } from '../../../platform/refusal.ts';
import type { Audience } from '../store/snapshot.ts';
import { readActivity, readChanges, readHead } from '../store/log.ts';
import { readShownNow } from '../store/shown-now.ts';
import type { SnapshotCache } from '../snapshot-cache.ts';
import { createSnapshotOperation } from './snapshot.ts';

const changes = implement(contract.changes, {
  async handle({ boardId, epoch, since, limit }, { tx, actor }) {
    const head = await readHead(tx, boardId);
    if (head === null) throw notFound('This board');
    const reason = snapshotReason(head, { epoch, since });
    const place = { epoch: head.epoch, seq: head.seq };
    if (reason !== null) return { kind: 'snapshotRequired', reason, ...place } as const;
    const read = await readChanges(tx, boardId, since, limit);
    // The oldest of them may have been trimmed since the floor was read (live L2).
    const isWhole = read.length === 0 || read[0]?.seq === since + 1;
    if (!isWhole) return { kind: 'snapshotRequired', reason: 'behind', ...place } as const;
    // The log is history, which a link does not show (security S20).
    const shown = actor.kind === 'shareLink' ? await showToVisitor(tx, boardId, read) : read;
    if (shown === null) return { kind: 'snapshotRequired', reason: 'behind', ...place } as const;
    return { kind: 'changes', ...place, changes: shown } as const;
  },
});

type Changes = Awaited<ReturnType<typeof readChanges>>;

function showToVisitor(tx: Transaction, boardId: string, read: Changes): Promise<Changes | null> {
  // The log keeps what was committed under the declared types.
  const changes = read as unknown as readonly CommittedChange[];
  const shown = showToVisitors(changes, (query) => readShownNow(tx, boardId, query));
  return shown as Promise<unknown> as Promise<Changes | null>;
}

const PLACE = z.tuple([z.int()]);
const NEWEST = Number.MAX_SAFE_INTEGER;

const activity = implement(contract.activity, {
  async handle({ boardId, itemId, cursor, limit }, { tx }) {
    const [before] = decodeCursor(cursor, PLACE) ?? [NEWEST];
    const rows = await readActivity(tx, boardId, { itemId, before, limit: limit + 1 });
    return toPage(rows, limit, ({ seq }) => [seq]);
  },
});

/** Reading a board's content and log. */
export function createReadOperations(
  snapshots: Record<Audience, SnapshotCache>,
): readonly Operation[] {
  return [createSnapshotOperation(snapshots), changes, activity];
}
