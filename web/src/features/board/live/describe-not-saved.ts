import type { PendingMutation } from '@boardwire/sdk/live/pending-mutation';
import { t } from '../../../i18n/t.tsx';
import { describeValue, type Value } from '../values.ts';
import { describeEdit, type EditNames } from './describe-edit.ts';

type Call = PendingMutation['calls'][number];
type Edit = Pick<PendingMutation, 'calls' | 'board'>;
type Fields = Readonly<Record<string, unknown>>;

/** Reads the words of an update of a long text; empty where it holds none, or they are not read yet. */
export type ReadText = (update: string) => string;

/** Parts of an edit that no person wrote: what its writer had seen before, numbers of ours, and names of kinds. */
const NOT_WRITTEN: ReadonlySet<string> = new Set(
  'seen base version client mid kind type marks'.split(' '),
);
const ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A part of a line of a comment; null for anything else. */
function readInline(value: unknown): string | null {
  if (!isRecord(value)) return null;
  const { kind, text, href } = value;
  if (kind === 'mention') return '@';
  if (kind !== 'text' || typeof text !== 'string') return null;
  return typeof href === 'string' && href !== text ? `${text} (${href})` : text;
}

function listWords(value: unknown): string[] {
  if (typeof value === 'string') return ID.test(value) || value === '' ? [] : [value];
  if (typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) {
    const inlines = value.map(readInline).filter((part) => part !== null);
    const isLine = inlines.length > 0 && inlines.length === value.length;
    return isLine ? [inlines.join('')] : value.flatMap(listWords);
  }
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    NOT_WRITTEN.has(key) ? [] : listWords(part),
  );
}

/** What somebody wrote in a call, as it is: all that can be said of one of a board that is not there. */
function listWritten({ op, input }: Call, readText: ReadText): string[] {
  if (op !== 'texts.update') return listWords(input);
  const { update } = input;
  const words = typeof update === 'string' ? readText(update) : '';
  return words === '' ? [] : [words];
}

function describeField([field, value]: [string, Value], { view, nameOf }: EditNames): string {
  const column = view.columns.get(field);
  const label = column?.name ?? t('board.itemTitle');
  // A value that is wrong for its column reads as nothing there.
  const shown = describeValue(value, column, nameOf) || listWords(value).join(' ');
  const address = isRecord(value) && typeof value['url'] === 'string' ? value['url'] : shown;
  if (shown === '') return t('live.editEmpty', { field: label, title: t('live.anItem') });
  const text = address === shown ? shown : `${shown} (${address})`;
  return t('live.editNamed', { edit: label, title: text });
}

/** Values that a call gives to a new item or to many items, where it does. */
function fieldsOf({ op, input }: Call): Fields | undefined {
  const given = op === 'items.bulk' ? input['action'] : op === 'items.create' ? input : undefined;
  const values = isRecord(given) ? given['values'] : undefined;
  return isRecord(values) ? values : undefined;
}

function describeCall(call: Call, names: EditNames, readText: ReadText): string[] {
  const lines = describeEdit({ calls: [call], board: names.view.board.id }, names);
  if (call.op === 'items.update') return lines;
  const fields = fieldsOf(call);
  if (fields !== undefined) {
    const values = Object.entries(fields) as [string, Value][];
    return [...lines, ...values.map((each) => describeField(each, names))];
  }
  // The line of a new item ends with its title.
  const written = call.op === 'items.create' ? [] : listWritten(call, readText);
  // Without its item, a line ends with the words of a comment.
  const isTold = (words: string) => lines.some((line) => line.endsWith(`: ${words}`));
  return [...lines, ...written.filter((words) => !isTold(words))];
}

/**
 * An edit that was not saved, with every word of it, to be copied: by the names of its board where that is open, else in
 * the words of its writer (web W25).
 */
export function describeNotSaved(
  edit: Edit,
  names: EditNames | null,
  readText: ReadText,
): readonly string[] {
  if (names !== null && edit.board === names.view.board.id)
    return edit.calls.flatMap((call) => describeCall(call, names, readText));
  const written = edit.calls.flatMap((call) => listWritten(call, readText));
  return written.length > 0 ? written : [t('notSaved.noWords')];
}
