import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { writeValues } from '@boardwire/sdk/live/write-values';
import { t } from '../../../i18n/t.tsx';
import { keepLeftValue, keepLines, type LostLine } from '../keep-lines.ts';
import type { RefusedPart, SentPart } from '../send-bundles.ts';
import { sendParts } from '../send-parts.ts';
import type { Table } from '../table-context.ts';
import { type CellPlace, type RefusedValue, refusedKey } from '../table-store.ts';
import { describeRejection } from '../describe-rejection.ts';
import { isDiscarded } from '../tell-edit.ts';

/** Items that one call and one paste may change, as the API has it (contract/items.ts). */
export const BULK_MAX_ITEMS = 10_000;

/** A value for a cell. */
export interface CellWrite extends CellPlace {
  value: FieldInput;
}

/** A new item and the text that it is made from. */
export interface NewLine {
  call: BoardCall<'items.create'>;
  text: string;
}

/** The values of one item, or a new one with its text. */
interface LinePart extends SentPart {
  text?: string;
}

function groupByItem(writes: readonly CellWrite[]): Map<string, Record<string, FieldInput>> {
  const byItem = new Map<string, Record<string, FieldInput>>();
  for (const { itemId, field, value } of writes) {
    const own = byItem.get(itemId);
    if (own) own[field] = value;
    else byItem.set(itemId, { [field]: value });
  }
  return byItem;
}

/**
 * Item by item, though the values are the same: each says what stood there when it was written, so that what others write
 * meanwhile is seen (live L21), and each that is refused is named.
 */
function planWrites({ model }: Table, writes: readonly CellWrite[]): LinePart[] {
  const state = model.board.view();
  return [...groupByItem(writes)].map(([itemId, values]) => ({
    calls: [writeValues(state, itemId, values)],
  }));
}

/** Forgets what was refused at cells that are written now. */
function forgetAll({ store }: Table, writes: readonly CellWrite[]): void {
  const { refused } = store.getState();
  if (refused.size === 0) return;
  const next = new Map(refused);
  for (const write of writes) next.delete(refusedKey(write));
  store.setState({ refused: next });
}

type Refused = Map<string, RefusedValue>;

function keepValues(refused: Refused, call: BoardCall<'items.update'>, message: string): void {
  const { itemId, changes = {} } = call.input;
  for (const [field, change] of Object.entries(changes)) {
    const value = 'set' in change ? change.set : null;
    refused.set(refusedKey({ itemId, field }), { value, message });
  }
}

/** The text of a new item, and what was written to that item before it was refused: it has no cell to keep it. */
function takeText(refused: Refused, itemId: string, text: string): string {
  const later = [...refused].filter(([key]) => key.startsWith(refusedKey({ itemId, field: '' })));
  for (const [key] of later) refused.delete(key);
  const texts = later.map(([, { value }]) =>
    typeof value === 'string' ? value : JSON.stringify(value),
  );
  return [text, ...texts].join('\t');
}

function keepLeftValues(table: Table, refused: Refused): void {
  for (const [key, value] of refused) {
    const [itemId = '', field = ''] = key.split(' ');
    keepLeftValue(table, { itemId, field }, value);
  }
}

/** Keeps what was refused with the reason: at its cells, and of new items as lines (web W25). */
function keepAll(table: Table, parts: readonly RefusedPart<LinePart>[]): void {
  const refused: Refused = new Map(table.store.getState().refused);
  const lines: Omit<LostLine, 'id'>[] = [];
  for (const { part, error } of parts) {
    if (isDiscarded(error)) continue;
    const message = describeRejection(error);
    for (const call of part.calls) {
      if (call.op === 'items.update') keepValues(refused, call, message);
      if (call.op === 'items.create')
        lines.push({ text: takeText(refused, call.input.id ?? '', part.text ?? ''), message });
    }
  }
  const { isLeft } = table.store.getState();
  table.store.setState({ refused: isLeft ? new Map() : refused });
  if (isLeft) keepLeftValues(table, refused);
  keepLines(table, lines);
}

/** An edit of a new item may be refused before that item comes after all, with that edit in it. */
function forgetSaved({ store, model }: Table, added: readonly NewLine[]): void {
  const { refused } = store.getState();
  const next = new Map(refused);
  for (const { call } of added) {
    const { id: itemId = '' } = call.input;
    for (const [field, value] of Object.entries(model.item(itemId)?.values ?? {})) {
      const key = refusedKey({ itemId, field });
      if (JSON.stringify(next.get(key)?.value) === JSON.stringify(value)) next.delete(key);
    }
  }
  if (next.size < refused.size) store.setState({ refused: next });
}

/** Writes many cells, and makes new items, as one step that can be taken back (web W5). */
export async function writeCells(
  table: Table,
  writes: readonly CellWrite[],
  title: string = t('table.written', { count: writes.length }),
  added: readonly NewLine[] = [],
): Promise<void> {
  forgetAll(table, writes);
  const made = added.map(({ call, text }): LinePart => ({ calls: [call], text }));
  const parts = [...made, ...planWrites(table, writes)];
  await sendParts(table.model.board, title, parts, (refused) => {
    if (refused.length > 0) keepAll(table, refused);
  });
  forgetSaved(table, added);
}
