import type { FieldValue } from '@boardwire/contract/column-types';
import { OPERATORS, type Operator } from './operators.ts';
import { isStored, type Stored } from './stored.ts';

/** One fact about a field. */
export interface Condition {
  field: string;
  operator: Operator;
  value?: FieldValue;
}

/** Several facts, of which all or one must hold. */
export interface FilterGroup {
  join: 'and' | 'or';
  parts: readonly FilterPart[];
}

/** Something that another version wrote: it holds for every item and is stored as it was. */
interface UnreadPart {
  unread: FieldValue;
}

export type FilterPart = Condition | FilterGroup | UnreadPart;

export const NO_FILTER: FilterGroup = { join: 'and', parts: [] };

/** Groups below one another; deeper ones are kept and not read. */
const MAX_DEPTH = 5;

function readPart(stored: FieldValue, depth: number): FilterPart {
  if (!isStored(stored) || depth > MAX_DEPTH) return { unread: stored };
  const { field, operator, value, parts } = stored;
  if (Array.isArray(parts)) return readGroup(stored, depth) ?? { unread: stored };
  const known = OPERATORS.find((each) => each === operator);
  if (typeof field !== 'string' || known === undefined) return { unread: stored };
  return { field, operator: known, ...(value === undefined ? {} : { value }) };
}

function readGroup({ join, parts }: Stored, depth: number): FilterGroup | undefined {
  if ((join !== 'and' && join !== 'or') || !Array.isArray(parts)) return undefined;
  return { join, parts: parts.map((part) => readPart(part, depth + 1)) };
}

/** The filter that was stored; what it does not know stays in it. */
export function readFilter(stored: unknown): FilterGroup {
  return (isStored(stored) ? readGroup(stored, 0) : undefined) ?? NO_FILTER;
}

/** The filter as it is stored. */
export function writeFilter(part: FilterPart): FieldValue {
  if ('unread' in part) return part.unread;
  if ('parts' in part) return { join: part.join, parts: part.parts.map(writeFilter) };
  const { field, operator, value } = part;
  return { field, operator, ...(value === undefined ? {} : { value }) };
}

/** How many facts a filter asks for. */
export function countConditions(part: FilterPart): number {
  if ('unread' in part) return 0;
  if (!('parts' in part)) return 1;
  return part.parts.reduce((sum, each) => sum + countConditions(each), 0);
}
