import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { writeValues } from '@boardwire/sdk/live/write-values';
import { t } from '../../../i18n/t.tsx';
import { forgetRefused, sendAll } from '../edits.ts';
import type { Table } from '../table-context.ts';
import type { CellPlace } from '../table-store.ts';

/** A value for a cell. */
export interface CellWrite extends CellPlace {
  value: FieldInput;
}

/** Items by what is written to them: where that is the same of all, one call does. */
function planWrites({ model }: Table, writes: readonly CellWrite[]): BoardCall[] {
  const byItem = new Map<string, Record<string, FieldInput>>();
  for (const { itemId, field, value } of writes)
    byItem.set(itemId, { ...byItem.get(itemId), [field]: value });
  const kinds = new Set([...byItem.values()].map((values) => JSON.stringify(values)));
  const [values] = byItem.values();
  const { board } = model;
  if (values && kinds.size === 1 && byItem.size > 1) {
    const action = { kind: 'update' as const, values };
    return [
      { op: 'items.bulk', input: { boardId: board.id, itemIds: [...byItem.keys()], action } },
    ];
  }
  return [...byItem].map(([itemId, own]) => writeValues(board.view(), itemId, own));
}

/** Writes many cells as one step that can be taken back; calls in `before` make what is written to (web W5). */
export function writeCells(
  table: Table,
  writes: readonly CellWrite[],
  title: string = t('table.written', { count: writes.length }),
  before: readonly BoardCall[] = [],
): void {
  for (const write of writes) forgetRefused(table, write);
  sendAll(table.model.board, title, [...before, ...planWrites(table, writes)]);
}
