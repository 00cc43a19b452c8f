import type { Column } from '@boardwire/contract/board-model';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { takesMany } from '../column-facts.ts';
import { readIds } from '../values.ts';
import { mergeWords } from './diff-words.ts';

/** How two values of a field can be one: as a text to go over, or all of both. */
export type Merged = { kind: 'text'; text: string } | { kind: 'set'; ids: string[] };

interface Values {
  proposed: FieldInput;
  standing: FieldInput;
}

/** Puts two values together; undefined where only one of them can be right. The title has no column. */
export function mergeValues(
  column: Column | undefined,
  { proposed, standing }: Values,
): Merged | undefined {
  const isText = column === undefined || column.type === 'text';
  if (isText && typeof proposed === 'string' && typeof standing === 'string')
    return { kind: 'text', text: mergeWords(standing, proposed) };
  if (!column || !takesMany(column)) return undefined;
  const ids = [...new Set([...readIds(standing), ...readIds(proposed)])];
  return { kind: 'set', ids };
}
