import type { OptionSchema } from '@boardwire/contract/column-types';
import type { z } from 'zod';
import { createId } from '../../../kernel/ids.ts';
import { conflict } from '../../../platform/refusal.ts';
import type { DraftColumn, DraftOption } from '../formats/draft-board.ts';
import { draftLimits } from '../formats/draft-limits.ts';
import type { ImportedObject } from '../store/objects.ts';
import { toOptionKey } from './keys.ts';
import type { RunScene } from './scene.ts';

/** A choice of a status or tags column. */
export type Option = z.output<typeof OptionSchema>;

/** The options of a column with those of the file added, and their ids by the file's key. */
export interface PlacedOptions {
  options: Option[];
  ids: Map<string, string>;
  isChanged: boolean;
}

/** Finds the file's options among those of a column, or adds them. Throws CONFLICT when they are too many. */
export function placeOptions(
  { claimed, unsaved }: RunScene,
  draft: DraftColumn,
  { existing, known }: { existing: readonly Option[]; known: ReadonlyMap<string, ImportedObject> },
): PlacedOptions {
  const options = [...existing];
  const ids = new Map<string, string>();
  const byId = new Set(existing.map(({ id }) => id));
  // Each option that was there takes one of the file: two labels of one name stay two.
  const free = new Map(existing.map((option) => [nameOf(option), option.id]));
  for (const { objectId } of known.values()) deleteValue(free, objectId);
  for (const option of draft.options) {
    const key = toOptionKey(draft.key, option.key);
    const before = known.get(`option:${key}`);
    const isThere = before !== undefined && byId.has(before.objectId);
    const id = isThere ? before.objectId : (take(free, nameOf(option)) ?? createId());
    ids.set(option.key, id);
    if (isThere) continue;
    const isNew = !byId.has(id);
    if (isNew) options.push({ id, name: option.name, color: option.color });
    unsaved.push({
      kind: 'option',
      key,
      objectId: id,
      importId: isNew ? claimed.id : null,
      seen: null,
    });
  }
  if (options.length > draftLimits.options) {
    const message = `“${draft.name}” would have ${options.length} options; a column takes ${draftLimits.options}`;
    throw conflict('too_many_options', message);
  }
  return { options, ids, isChanged: options.length > existing.length };
}

function take(free: Map<string, string>, name: string): string | undefined {
  const id = free.get(name);
  free.delete(name);
  return id;
}

function deleteValue(free: Map<string, string>, id: string): void {
  for (const [name, value] of free) if (value === id) free.delete(name);
}

function nameOf({ name }: Pick<DraftOption, 'name'>): string {
  return name.trim().toLowerCase();
}
