import { readNow } from '../../../platform/database/clock.ts';
import { noticeLimits } from '@boardwire/contract/notices';
import { MINUTE_MS } from '../../../kernel/time.ts';
import type { Database, Transaction } from '../../../platform/database/database.ts';
import type { Chore } from '../../../platform/feature.ts';
import type { itemReads } from '../../items/index.ts';
import type { TellParts } from '../fold.ts';
import type { DueItem } from './due-item.ts';
import { findDue, OVERDUE_DAYS } from './find-due.ts';
import { addDays, isReminderTime, wallTimeAt } from './morning.ts';
import {
  deleteOldTold,
  endMorning,
  listBoardsOfZone,
  listDueItems,
  listMornings,
  listTimeZones,
  nameBoards,
  noteTold,
} from './store.ts';

type ItemReads = typeof itemReads;

/** What reminding stands on. */
export interface ReminderParts extends Pick<TellParts, 'notify' | 'sealer'> {
  database: Database;
  /** Which fields of boards say who, how far and when. */
  readLenses: ItemReads['readLenses'];
}

/** Reminds people of what is due, in the morning of their day; each minute it is morning somewhere. */
export function createReminderChore(parts: ReminderParts): Chore {
  return {
    name: 'notices.remind',
    intervalMs: MINUTE_MS,
    // By the database's clock: nodes whose own clocks differ remind of one morning (delivery D5).
    run: async (signal) => {
      const now = await parts.database.read('all', readNow);
      await remindAll(parts, now, signal);
    },
  };
}

/**
 * Reminds everybody whose morning it is and who was not reminded yet; answers how many messages that made. Any number of
 * nodes may do so at once, and again after a crash: whom it told of what is kept with the message.
 */
export async function remindAll(
  parts: ReminderParts,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  const { database } = parts;
  const [zones, done] = await database.read('all', async (tx) => [
    await listTimeZones(tx),
    await listMornings(tx),
  ]);
  let told = 0;
  for (const timeZone of zones) {
    const wall = wallTimeAt(now, timeZone);
    if (wall === null || !isReminderTime(wall) || done.has(`${timeZone} ${wall.day}`)) continue;
    const places = await database.read('all', (tx) => listBoardsOfZone(tx, timeZone));
    for (const { organizationId, boardIds } of places) {
      if (signal?.aborted === true) return told;
      const morning = { organizationId, boardIds, timeZone, today: wall.day };
      told += await database.write({ organizationId }, (tx) => remind(tx, parts, morning));
    }
    await database.write('all', async (tx) => {
      await endMorning(tx, timeZone, wall.day);
      await deleteOldTold(tx);
    });
  }
  return told;
}

interface Morning {
  organizationId: string;
  boardIds: readonly string[];
  timeZone: string;
  today: string;
}

async function remind(tx: Transaction, parts: ReminderParts, morning: Morning): Promise<number> {
  const { organizationId, boardIds, timeZone, today } = morning;
  const all = await parts.readLenses(tx, organizationId, boardIds);
  const lenses = all.filter(({ due }) => due !== null);
  if (lenses.length === 0) return 0;
  // A moment may be a day off from what its text says.
  const range = { from: addDays(today, -OVERDUE_DAYS - 1), to: addDays(today, 2) };
  const rows = await listDueItems(tx, { organizationId, timeZone, lenses, ...range });
  const due = rows.flatMap((row) => findDue(row, { today, timeZone }) ?? []);
  const news = due.length === 0 ? [] : await noteTold(tx, organizationId, due);
  const boards = await nameBoards(tx, organizationId, boardIds);
  const groups = groupByReader(news);
  for (const [key, items] of groups) {
    const [first] = items;
    const board = boards.get(first?.boardId ?? '');
    if (first === undefined || board === undefined) continue;
    await tellDue(tx, parts, {
      organizationId,
      items,
      board,
      dedupeKey: `${key} ${today} ${first.id}`,
    });
  }
  return groups.size;
}

async function tellDue(
  tx: Transaction,
  { notify, sealer }: ReminderParts,
  {
    organizationId,
    items,
    board,
    dedupeKey,
  }: {
    organizationId: string;
    items: readonly DueItem[];
    board: { name: string; workspaceId: string };
    dedupeKey: string;
  },
): Promise<void> {
  const [first] = items;
  if (first === undefined) return;
  const { boardId, userId, kind } = first;
  const shown = items.slice(0, noticeLimits.items);
  await notify(
    tx,
    {
      organizationId,
      category: 'reminders',
      templateKey: kind,
      payload: {
        board: { id: boardId, name: board.name },
        items: shown.map(({ id, title, dueOn, dueAt }) => ({ id, title, dueOn, dueAt })),
        count: items.length,
      },
      recipients: [{ userId }],
      subject: {
        ...(items.length === 1 && { itemId: first.id }),
        boardId,
        workspaceId: board.workspaceId,
      },
      actor: { kind: 'system' },
      dedupeKey,
    },
    { sealer },
  );
}

/** One message for each person, board and kind: ten things that are due are one mail. */
function groupByReader(items: readonly DueItem[]): Map<string, DueItem[]> {
  const groups = new Map<string, DueItem[]>();
  for (const item of items) {
    const key = `${item.kind} ${item.boardId} ${item.userId}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
