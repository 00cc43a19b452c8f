import type { ConflictPolicy, FieldChange, Json } from '@boardwire/contract/column-types';
import { applyChange, elementsOf, toDelta } from './apply-change.ts';
import { normalizeText } from './check-text.ts';
import { holdsSet } from './column.ts';
import type { Checked, FieldColumn } from './column.ts';
import { checkValue, isSameValue } from './field-value.ts';
import type { People } from './field-value.ts';
import { mergeText } from './merge-text.ts';

/** Who wrote or writes: a person in a browser, a person's key, or the product by itself. */
export interface Writer {
  userId: string | null;
  kind: 'user' | 'apiKey' | 'automation' | 'integration' | 'system';
  /** The live client that can be asked; null when there is none. */
  clientId: string | null;
}

/** What a field holds, the seq of its last write, and who wrote it when (ISO 8601); null when nobody is known. */
export interface Standing {
  value: Json | null;
  version: number;
  at: string;
  writer: Writer | null;
}

/** A write of one field with all that decides what becomes of it. */
export interface FieldWrite {
  column: FieldColumn;
  policy: ConflictPolicy;
  change: FieldChange;
  standing: Standing;
  /** The version that the caller looked at; undefined when it did not say. */
  seen: number | undefined;
  /** What stood at the seen version: the text of `set.base`, or a set that the caller of this function looked up. */
  base?: Json | undefined;
  actor: Writer;
  onConflict?: 'merge' | 'reject' | 'overwrite' | undefined;
  people: People;
}

/** What a write replaced although its caller had not seen it. */
export interface Replaced {
  value: Json | null;
  by: string | null;
  at: string;
}

/** What becomes of a write. */
export type Resolution =
  | { kind: 'unchanged' }
  | { kind: 'write'; value: Json | null; resolution: 'success' | 'merged' }
  | { kind: 'write'; value: Json | null; resolution: 'last_writer_wins'; replaced?: Replaced }
  | { kind: 'choice'; proposed: Json | null; standing: Standing }
  | { kind: 'rejected'; proposed: Json | null; standing: Standing }
  | { kind: 'invalid'; message: string };

/** Decides a write of one field against what stands in it (live L21, L22). */
export function resolve(write: FieldWrite): Resolution {
  const { column, standing, change, seen } = write;
  const applied = applyChange(column, standing.value, change, write.people);
  if (!applied.ok) return { kind: 'invalid', message: applied.message };
  const proposed = applied.value;
  if (isSameValue(column, proposed, standing.value)) return { kind: 'unchanged' };
  if (seen === standing.version) return { kind: 'write', value: proposed, resolution: 'success' };
  if (seen === undefined) return writeUnseen(write, proposed);
  return resolveMoved(write, proposed);
}

/** Who does not say what it saw has not raced with anybody: nothing is reported as replaced. */
function writeUnseen({ change, standing }: FieldWrite, proposed: Json | null): Resolution {
  const losesNothing = isDelta(change) || standing.value === null;
  return {
    kind: 'write',
    value: proposed,
    resolution: losesNothing ? 'success' : 'last_writer_wins',
  };
}

function resolveMoved(write: FieldWrite, proposed: Json | null): Resolution {
  const { column, change, standing, onConflict } = write;
  if (onConflict === 'reject') return { kind: 'rejected', proposed, standing };
  if (isDelta(change)) return { kind: 'write', value: proposed, resolution: 'merged' };
  if (onConflict === 'overwrite') return overwrite(proposed, standing);
  const isMerged = write.policy === 'merge' || (onConflict === 'merge' && canMerge(column));
  const merged = isMerged ? merge(write, proposed) : null;
  if (merged?.ok) {
    if (isSameValue(column, merged.value, standing.value)) return { kind: 'unchanged' };
    return { kind: 'write', value: merged.value, resolution: 'merged' };
  }
  const asks = isMerged ? holdsText(column) : write.policy === 'user_choice';
  return asks ? ask(write, proposed) : overwrite(proposed, standing);
}

/** Asks only about another person's write, and only an actor that can answer (live L22). */
function ask({ actor, standing }: FieldWrite, proposed: Json | null): Resolution {
  const { writer } = standing;
  const isByAnotherPerson = writer?.kind === 'user' && writer.userId !== actor.userId;
  const canDecide = actor.kind === 'user' || actor.kind === 'apiKey';
  if (!isByAnotherPerson || !canDecide) return overwrite(proposed, standing);
  return { kind: actor.clientId === null ? 'rejected' : 'choice', proposed, standing };
}

function overwrite(value: Json | null, { value: before, writer, at }: Standing): Resolution {
  const replaced = { value: before, by: writer?.userId ?? null, at };
  return { kind: 'write', value, resolution: 'last_writer_wins', replaced };
}

/** Both writes in one value; null when that cannot be had. A merge that the column refuses is none. */
function merge(write: FieldWrite, proposed: Json | null): Checked | null {
  const { column, standing, people } = write;
  const base = baseOf(write);
  if (holdsText(column) && typeof base === 'string') {
    const merged = mergeText(normalizeText(base), textOf(standing.value), textOf(proposed));
    return merged.kind === 'merged' ? checkValue(column, merged.value, people) : null;
  }
  if (!holdsSet(column) || !Array.isArray(base)) return null;
  const delta = toDelta(elementsOf(base), elementsOf(proposed));
  return applyChange(column, standing.value, delta, people);
}

function baseOf({ base, change }: FieldWrite): Json | undefined {
  return base ?? ('set' in change ? change.base : undefined);
}

function isDelta(change: FieldChange): boolean {
  return !('set' in change);
}

function holdsText(column: FieldColumn): boolean {
  return column.type === 'text' || column.type === 'title';
}

function canMerge(column: FieldColumn): boolean {
  return holdsText(column) || holdsSet(column);
}

function textOf(value: Json | null): string {
  return typeof value === 'string' ? value : '';
}
