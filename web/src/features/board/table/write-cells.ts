import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { writeValues } from '@boardwire/sdk/live/write-values';
import { t } from '../../../i18n/t.tsx';

import { type CountedCall, type RefusedCall, sendParts } from '../send-parts.ts';
import type { Table } from '../table-context.ts';
import { type CellPlace, refusedKey } from '../table-store.ts';
import { describeRejection, isDiscarded } from '../tell-edit.ts';

/** Items that one call and one paste may change, as the API has it (contract/items.ts). */
export const BULK_MAX_ITEMS = 10_000;

/** A value for a cell. */
export interface CellWrite extends CellPlace {
  value: FieldInput;
}

/** A call with the cells that it writes; a call for many items is refused or taken as a whole, and shows no cell. */
interface CellsCall extends CountedCall {
  writes: readonly CellWrite[];
}

function groupByItem(writes: readonly CellWrite[]): Map<string, CellWrite[]> {
  const byItem = new Map<string, CellWrite[]>();
  for (const write of writes) {
    const own = byItem.get(write.itemId);
    if (own) own.push(write);
    else byItem.set(write.itemId, [write]);
  }
  return byItem;
}

function readValues(writes: readonly CellWrite[]): Record<string, FieldInput> {
  return Object.fromEntries(writes.map(({ field, value }) => [field, value]));
}

/** Items by what is written to them: where that is the same of all, one call does. */
function planWrites({ model }: Table, writes: readonly CellWrite[]): CellsCall[] {
  const { board } = model;
  const byItem = groupByItem(writes);
  const all = [...byItem].map(([itemId, own]) => ({ itemId, own, values: readValues(own) }));
  const [first] = all;
  const kinds = new Set(all.map(({ values }) => JSON.stringify(values)));
  if (!first || kinds.size > 1 || all.length === 1)
    return all.map(({ itemId, own, values }) => ({
      call: writeValues(board.view(), itemId, values),
      count: own.length,
      writes: own,
    }));
  const action = { kind: 'update' as const, values: first.values };
  const calls: CellsCall[] = [];
  for (let at = 0; at < all.length; at += BULK_MAX_ITEMS) {
    const part = all.slice(at, at + BULK_MAX_ITEMS);
    const itemIds = part.map(({ itemId }) => itemId);
    const call: BoardCall = { op: 'items.bulk', input: { boardId: board.id, itemIds, action } };
    calls.push({ call, count: part.length * first.own.length, writes: [] });
  }
  return calls;
}

/** Forgets what was refused at cells that are written now. */
function forgetAll({ store }: Table, writes: readonly CellWrite[]): void {
  const { refused } = store.getState();
  if (refused.size === 0) return;
  const next = new Map(refused);
  for (const write of writes) next.delete(refusedKey(write));
  store.setState({ refused: next });
}

/** Keeps what was refused at its cells, with the reason (web W25). */
function keepAll({ store }: Table, refused: readonly RefusedCall<CellsCall>[]): void {
  const next = new Map(store.getState().refused);
  for (const { part, error } of refused) {
    if (isDiscarded(error)) continue;
    const message = describeRejection(error);
    for (const write of part.writes) next.set(refusedKey(write), { value: write.value, message });
  }
  store.setState({ refused: next });
}

/** Writes many cells as one step that can be taken back; calls in `before` make what is written to (web W5). */
export async function writeCells(
  table: Table,
  writes: readonly CellWrite[],
  title: string = t('table.written', { count: writes.length }),
  before: readonly BoardCall[] = [],
): Promise<void> {
  forgetAll(table, writes);
  const made = before.map((call) => ({ call, count: 1, writes: [] }));
  const calls = [...made, ...planWrites(table, writes)];
  const refused = await sendParts(table.model.board, title, calls);
  if (refused.length > 0) keepAll(table, refused);
}
