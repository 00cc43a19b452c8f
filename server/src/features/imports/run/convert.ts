import type { Item } from '@boardwire/contract/board-model';
import type { FieldValue } from '@boardwire/contract/column-types';
import { checkValue, type FieldColumn, longTexts } from '../../items/index.ts';
import type { DraftItem, DraftSubItem, DraftValue, DraftValues } from '../formats/draft-item.ts';
import { quote } from '../formats/text.ts';
import { ATTACHMENT_KEY, type TargetColumn } from './columns.ts';
import type { RunScene } from './scene.ts';
import type { Structure } from './structure.ts';
import { describe, fitColumn, toLink } from './texts.ts';

/** An item as the board takes it, and texts that go on in its comments. */
export interface Converted {
  values: Item['values'];
  /** Texts in full that go on in comments, by the file's key of their column. */
  longTexts: { key: string; text: string }[];
  /** What goes into long text columns. */
  texts: ConvertedText[];
}

/** A text of a long text column, and its document. */
export interface ConvertedText {
  /** Id of the column. */
  field: string;
  text: string;
  state: Uint8Array;
}

/** Where a value comes from, for the report. */
interface Origin {
  key: string;
  row?: number;
  title: string;
}

const TITLE: FieldColumn = { id: 'title', type: 'title', settings: {} };
/** An item without a name that can be kept. */
const UNTITLED = 'Untitled';

/** The values of an item; each passes the check of its column, and what does not is reported and left out. */
export function convertItem(scene: RunScene, structure: Structure, draft: DraftItem): Converted {
  const converted = convertValues(scene, structure, draft);
  const { rest, link } = splitAttachments(structure, draft);
  if (link !== null) converted.values[link.id] = link.value;
  const text = describe(draft.description, rest);
  if (text !== undefined) addLong(scene, structure.description(), { converted, text });
  return converted;
}

/** The values of a sub-item. */
export function convertSubItem(
  scene: RunScene,
  structure: Structure,
  draft: DraftSubItem,
): Converted {
  return convertValues(scene, structure, draft);
}

function convertValues(
  scene: RunScene,
  structure: Structure,
  draft: Origin & { values: DraftValues },
): Converted {
  const converted: Converted = { values: {}, longTexts: [], texts: [] };
  const title = checkValue(TITLE, draft.title, null);
  if (!title.ok)
    refuse(scene, draft, { field: 'title', value: draft.title, message: title.message });
  converted.values['title'] = title.ok ? title.value : UNTITLED;
  for (const [key, value] of Object.entries(draft.values)) {
    const column = structure.columns.get(key);
    if (column === undefined) continue;
    if (column.isLong) {
      addLong(scene, { key, column }, { converted, text: textOfValue(value) });
      continue;
    }
    const checked = checkValue(
      column.field,
      toBoardValue(value, column, structure),
      structure.people.known,
    );
    if (!checked.ok) refuse(scene, draft, { field: column.name, value, message: checked.message });
    else if (checked.value !== null) converted.values[column.field.id] = checked.value;
  }
  return converted;
}

function toBoardValue(
  value: DraftValue,
  { field, options }: TargetColumn,
  { people }: Structure,
): unknown {
  switch (field.type) {
    case 'status':
      return options.get(textOfValue(value)) ?? value;
    case 'tags':
      return Array.isArray(value) ? value.map((key) => options.get(key) ?? key) : value;
    case 'person':
      return Array.isArray(value) ? value.map((key) => people.ids.get(key) ?? key) : value;
    default:
      return value;
  }
}

/** A value of a text or status column; the file's reader gives these as texts. */
function textOfValue(value: DraftValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A text of any length: what the column takes goes there; a longer one goes in full into comments too. */
function addLong(
  scene: RunScene,
  { key, column }: { key: string; column: TargetColumn | null },
  { converted, text }: { converted: Converted; text: string },
): void {
  const isKept = column?.field.type === 'longText' ? addText : addCutText;
  if (column !== null && isKept(column, converted, text)) return;
  converted.longTexts.push({ key, text });
  scene.problems.add({
    kind: 'changed',
    code: 'text.continuedInComments',
    field: column?.name ?? 'Description',
    message: `${quote(text)} is longer than a column takes: all of it is in the comments of the item.`,
  });
}

/** True when the column took all of it. */
function addText({ field }: TargetColumn, converted: Converted, text: string): boolean {
  const made = longTexts.make(text);
  if (made === 'tooLong') return false;
  if (made === 'empty') return true;
  converted.values[field.id] = made.summary;
  converted.texts.push({ field: field.id, text: made.text, state: made.state });
  return true;
}

/** The part of a text that a text column takes. */
function addCutText({ field }: TargetColumn, converted: Converted, text: string): boolean {
  const { value, isCut } = fitColumn(text);
  const checked = checkValue(field, value, null);
  if (checked.ok && checked.value !== null) converted.values[field.id] = checked.value;
  return checked.ok && !isCut;
}

/** The first attachment that the link column takes, and the others. */
function splitAttachments(
  { columns }: Structure,
  { attachments }: DraftItem,
): { rest: DraftItem['attachments']; link: { id: string; value: FieldValue } | null } {
  const column = columns.get(ATTACHMENT_KEY);
  const [first, ...others] = attachments;
  if (column === undefined || first === undefined) return { rest: attachments, link: null };
  const value = toLink(first);
  const checked = checkValue(column.field, value, null);
  if (!checked.ok) return { rest: attachments, link: null };
  const hasWholeName = value.text === first.name.trim() || first.name === first.url;
  const link = { id: column.field.id, value: checked.value };
  return { rest: hasWholeName ? others : attachments, link };
}

function refuse(
  { problems }: RunScene,
  { key, row, title }: Origin,
  { field, value, message }: { field: string; value: DraftValue; message: string },
): void {
  const where = row === undefined ? quote(title) : `Row ${row}`;
  problems.add({
    kind: 'refused',
    code: 'value.refused',
    objectKey: key,
    ...(row === undefined ? {} : { row }),
    field,
    message: `${where}, “${field}”: ${quote(typeof value === 'string' ? value : JSON.stringify(value))}: ${message}.`,
    ...(typeof value === 'string' && value.length > 60 ? { original: value } : {}),
  });
}
