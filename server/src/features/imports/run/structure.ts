import type { ImportedObject } from '../store/objects.ts';
import { readStructure } from '../store/objects.ts';
import { addDescription, DESCRIPTION_KEY, placeColumns, type TargetColumn } from './columns.ts';
import { placeGroups } from './groups.ts';
import { placePeople, type PlacedPeople } from './people.ts';
import type { RunScene } from './scene.ts';

/** Where on the board the parts of items go. */
export interface Structure {
  groups: ReadonlyMap<string, string>;
  columns: ReadonlyMap<string, TargetColumn>;
  people: PlacedPeople;
  /** The column for texts without one of their own, made when it is first needed; null when there is no room. */
  description(): { key: string; column: TargetColumn | null };
  /** True when nothing of the source is on the board yet. */
  isFirstRun: boolean;
}

/** Finds or makes groups, columns and people of the file. Throws CONFLICT when the board has no room for them. */
export async function placeStructure(scene: RunScene): Promise<Structure> {
  const rows = await readStructure(scene.context.tx, scene.source);
  const known = new Map<string, ImportedObject>(rows.map((row) => [`${row.kind}:${row.key}`, row]));
  const groups = placeGroups(scene, known);
  const { columns, places } = placeColumns(scene, known);
  const people = await placePeople(scene, known);
  let description = columns.get(DESCRIPTION_KEY) ?? null;
  let isAsked = description !== null;
  return {
    groups,
    columns,
    people,
    description() {
      if (!isAsked) description = addDescription(scene, places);
      isAsked = true;
      if (description !== null) columns.set(DESCRIPTION_KEY, description);
      return { key: DESCRIPTION_KEY, column: description };
    },
    isFirstRun: rows.length === 0,
  };
}
