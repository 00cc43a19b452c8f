import type { Column, Item } from '@boardwire/contract/board-model';
import type { OutputOf } from '@boardwire/contract/define';
import type * as contract from '@boardwire/contract/items';
import type { BoardContext } from '../../../platform/board/board-operation.ts';
import { encodeDocument, openDocument } from '../domain/long-text/edits.ts';
import { readDocument } from '../domain/long-text/read-document.ts';
import { summarize, toPlainText } from '../domain/long-text/summary.ts';
import { dropText, listTextFields, putTextState, readText } from '../store/long-texts.ts';

type LeftBehind = OutputOf<typeof contract.moveToBoard>['leftBehind'];

/** The board that an item comes from: its columns, and which of the other board's stands for one. */
interface Origin {
  columns: ReadonlyMap<string, Column>;
  twinOf(column: Column): Column | undefined;
}

/** Characters of a text that the answer tells, where it is left behind. */
const TOLD_LENGTH = 10_000;

/**
 * Gives the long texts of an item that changed boards to the columns of its new one, each as one state: numbers of
 * updates are those of the board before, and could meet new ones. A text without a column stays with the item unseen,
 * and is there again when the item comes back to a board that has the column.
 */
export async function carryTexts(
  { tx, unit }: BoardContext,
  item: Item,
  { columns, twinOf }: Origin,
): Promise<{ values: Item['values']; left: LeftBehind }> {
  const { organizationId, boardId } = unit;
  const values: Item['values'] = {};
  const left: LeftBehind = [];
  for (const field of await listTextFields(tx, { boardId, itemId: item.id })) {
    const key = { organizationId, boardId, itemId: item.id, field };
    const doc = openDocument((await readText(tx, key)).parts);
    const read = readDocument(doc);
    const column = columns.get(field);
    const to = column === undefined ? unit.state.columns.get(field) : twinOf(column);
    if (!read.ok) throw new Error(`${item.id}, ${field}: ${read.message}`);
    if (to === undefined) {
      const value = toPlainText(read.document).slice(0, TOLD_LENGTH);
      if (column && item.values[field]) left.push({ itemId: item.id, column: column.name, value });
      continue;
    }
    await dropText(tx, key);
    await putTextState(tx, { ...key, field: to.id }, encodeDocument(doc));
    const summary = summarize(read.document);
    if (summary !== null) values[to.id] = summary;
  }
  return { values, left };
}
