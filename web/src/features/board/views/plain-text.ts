import type { Item } from '@boardwire/contract/board-model';
import { optionsOf, TITLE } from '../column-facts.ts';
import { readIds, readLink, readText, readValue, type Value } from '../values.ts';
import type { ViewContext } from './view-context.ts';

const MARKS = /\p{M}/gu;
const ASCII = /^[\u0020-\u007E]*$/;

/** A text without case and accents: what people type finds what others wrote. */
export function fold(text: string): string {
  return (ASCII.test(text) ? text : text.normalize('NFD').replace(MARKS, '')).toLowerCase();
}

/** What a text-like value says. */
export function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  const link = readLink(value);
  if (link) return link.text ? `${link.text} ${link.url}` : link.url;
  const preview = (value as { preview?: Value } | null | undefined)?.preview;
  return readText(preview);
}

function wordsOf(item: Item, context: ViewContext, options: ReadonlyMap<string, string>): string {
  const words = [readText(item.values[TITLE]), `${context.prefix}-${item.number}`];
  for (const column of context.columns) {
    const value = readValue(item, column);
    if (value === undefined || value === null || typeof value === 'boolean') continue;
    switch (column.type) {
      case 'status':
      case 'tags':
        for (const id of readIds(value)) words.push(options.get(id) ?? '');
        break;
      case 'person':
      case 'createdBy':
      case 'updatedBy':
        for (const id of readIds(value)) words.push(context.nameOf(id));
        break;
      default:
        words.push(typeof value === 'number' ? String(value) : textOf(value));
    }
  }
  return fold(words.join('\n'));
}

/** Finds items by what is written in them. What an item says is put together once for each of its states. */
export function createSearch(context: ViewContext): (query: string) => (item: Item) => boolean {
  const known = new WeakMap<Item, string>();
  const options = new Map(
    context.columns.flatMap(optionsOf).map(({ id, name }) => [id, name] as const),
  );
  const read = (item: Item): string => {
    const before = known.get(item);
    if (before !== undefined) return before;
    const words = wordsOf(item, context, options);
    known.set(item, words);
    return words;
  };
  return (query) => {
    const wanted = fold(query).split(/\s+/).filter(Boolean);
    return (item) => {
      const words = read(item);
      return wanted.every((word) => words.includes(word));
    };
  };
}
