import type { BoardState } from '@boardwire/contract/board-state';
import type { PendingMutation } from '@boardwire/sdk/live/pending-mutation';
import { findText } from '../../../i18n/find-text.ts';
import { t } from '../../../i18n/t.tsx';
import { TITLE } from '../column-facts.ts';
import { describeValue, readText, type Value } from '../values.ts';

type Call = PendingMutation['calls'][number];

/** What is needed to name things of an edit. */
export interface EditNames {
  view: BoardState;
  nameOf: (id: string) => string;
}

/** Characters of a line of the list. */
const SHOWN_LENGTH = 120;

/** A line of an edit, as long as a list or a label takes it. */
export function shortenLine(text: string): string {
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

function isRecord(value: unknown): value is Readonly<Record<string, Value>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function titleOf(call: Call, { view }: EditNames): string {
  const { itemId, values, title, name } = call.input;
  const item = typeof itemId === 'string' ? view.items.get(itemId) : undefined;
  const typed = isRecord(values) ? values[TITLE] : undefined;
  return readText(item?.values[TITLE] ?? typed ?? title ?? name);
}

function keyOf({ input: { itemId } }: Call, { view }: EditNames): string {
  const item = typeof itemId === 'string' ? view.items.get(itemId) : undefined;
  if (item === undefined || item.number === 0) return t('live.anItem');
  return t('board.key', { prefix: view.board.prefix, number: String(item.number) });
}

function describeField(field: string, value: Value, title: string, names: EditNames): string {
  const column = names.view.columns.get(field);
  const label = column?.name ?? t('board.itemTitle');
  const text = describeValue(value, column, names.nameOf);
  return text === ''
    ? t('live.editEmpty', { field: label, title })
    : t('live.editValue', { field: label, title, value: text });
}

/** What an update sets, by field. */
function valuesOf({
  input: { values, changes },
}: Call): Readonly<Record<string, Value>> | undefined {
  if (isRecord(values)) return values;
  if (!isRecord(changes)) return undefined;
  const set = Object.entries(changes).map(([field, change]) => [
    field,
    isRecord(change) ? change['set'] : undefined,
  ]);
  return Object.fromEntries(set) as Record<string, Value>;
}

function describeCall(call: Call, names: EditNames): string[] {
  const edit = findText('edit', call.op) ?? findText('edit', 'boards.update') ?? call.op;
  const title = titleOf(call, names);
  const { itemIds } = call.input;
  const values = valuesOf(call);
  if (call.op === 'items.update' && values !== undefined) {
    const place = title === '' ? t('live.anItem') : title;
    return Object.entries(values).map(([field, value]) =>
      // A new title stands on the item already: its key tells more.
      describeField(field, value, field === TITLE ? keyOf(call, names) : place, names),
    );
  }
  if (Array.isArray(itemIds)) return [t('live.editBulk', { edit, count: itemIds.length })];
  const words = title === '' ? readWords(call.input['body']) : title;
  return [words === '' ? edit : t('live.editNamed', { edit, title: words })];
}

/** The plain words of a comment. */
function readWords(body: unknown): string {
  if (Array.isArray(body)) return body.map(readWords).filter(Boolean).join(' ');
  if (typeof body !== 'object' || body === null) return '';
  const { text, blocks, items, inlines } = body as Record<string, unknown>;
  return typeof text === 'string' ? text : readWords(blocks ?? items ?? inlines);
}

/** What an edit that waits does, one line for each thing; an edit of another board cannot name anything (web W23). */
export function describeEdit(
  { calls, board }: Pick<PendingMutation, 'calls' | 'board'>,
  names: EditNames,
): string[] {
  if (board !== names.view.board.id) {
    const op = calls[0]?.op ?? '';
    return [t('live.otherBoard', { edit: findText('edit', op) ?? op })];
  }
  return calls.flatMap((call) => describeCall(call, names));
}
