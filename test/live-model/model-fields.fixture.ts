import type { BoardEvent } from '@boardwire/contract/board-state';
import type { FieldConflict, Item } from '@boardwire/contract/board-model';
import type { FieldChange, FieldValue } from '@boardwire/contract/column-types';
import { applyChange, elementsOf } from '../../server/src/features/items/domain/apply-change.ts';
import { policyOf, titleField } from '../../server/src/features/items/domain/column.ts';
import type { FieldColumn } from '../../server/src/features/items/domain/column.ts';
import { invertChange } from '../../server/src/features/items/domain/invert.ts';
import { resolve } from '../../server/src/features/items/domain/resolve.ts';
import type { Resolution, Writer } from '../../server/src/features/items/domain/resolve.ts';
import { invalid } from '../../server/src/platform/refusal.ts';
import type { OperationScene } from './model-scene.fixture.ts';

type Updates = Extract<BoardEvent, { type: 'item.updated' }>['data']['fields'];

/** Changes of fields with the versions that were seen, or an earlier event to take back. */
export type FieldWrites =
  | { changes: Record<string, FieldChange>; seen: Readonly<Record<string, number>> }
  | { inverted: { event: Extract<BoardEvent, { type: 'item.updated' }>; seq: number } };

interface Results {
  updates: Updates;
  choices: FieldConflict[];
  fields: Record<string, { resolution: string }>;
}

/** Writes fields as the server's own rules decide (live L21, L22). Throws a refusal. */
export function writeFields(scene: OperationScene, item: Item, writes: FieldWrites): unknown {
  const { emit } = scene;
  const results: Results = { updates: {}, choices: [], fields: {} };
  const changes = 'inverted' in writes ? invertAll(scene, item, writes.inverted) : writes.changes;
  const seen = 'seen' in writes ? writes.seen : {};
  for (const [field, change] of Object.entries(changes)) {
    const told = seen[field];
    const version = told !== undefined && !scene.isCurrentEpoch ? -1 : told;
    settle(scene, item, { field, change, seen: version }, results);
  }
  const { updates, choices, fields } = results;
  if (Object.keys(updates).length > 0) {
    emit({ type: 'item.updated', data: { itemId: item.id, fields: updates } });
  }
  for (const conflict of choices) emit({ type: 'conflict.opened', data: { conflict } });
  return fields;
}

interface Write {
  field: string;
  change: FieldChange;
  seen: number | undefined;
}

function settle(scene: OperationScene, item: Item, write: Write, results: Results): void {
  const { field } = write;
  const from = item.values[field] ?? null;
  const resolution = decide(scene, item, write);
  switch (resolution.kind) {
    case 'unchanged':
      results.fields[field] = { resolution: 'success' };
      return;
    case 'choice':
      results.choices.push(openConflict(scene, item, { field, proposed: resolution.proposed }));
      results.fields[field] = { resolution: 'user_choice' };
      return;
    case 'write': {
      const to = distort(scene, item, write, resolution.value);
      results.updates[field] = { from, to };
      results.fields[field] = { resolution: resolution.resolution };
      return;
    }
    default:
      throw invalid({ path: field, message: resolution.kind });
  }
}

function decide(scene: OperationScene, item: Item, { field, change, seen }: Write): Resolution {
  const { rows, userId, client } = scene;
  const column = columnOf(scene, field);
  const version = item.versions[field] ?? 0;
  const writtenBy = rows.log.find(({ seq }) => seq === version);
  const writer: Writer | null = writtenBy
    ? { userId: writtenBy.actor.userId, kind: 'user', clientId: writtenBy.client }
    : null;
  const at = writtenBy?.at ?? item.updatedAt;
  return resolve({
    column,
    policy: policyOf(column),
    change,
    standing: { value: item.values[field] ?? null, version, at, writer },
    seen,
    actor: { userId, kind: 'user', clientId: client },
    people: null,
  });
}

/** The mutants' own idea of a merged value. */
function distort(
  scene: OperationScene,
  item: Item,
  { field, change, seen }: Write,
  value: FieldValue,
): FieldValue {
  const { mutants } = scene;
  const standing = item.values[field] ?? null;
  const hasMoved = seen !== (item.versions[field] ?? 0);
  if (mutants.unitesSets && Array.isArray(value) && hasMoved) {
    return [...new Set([...elementsOf(standing), ...elementsOf(value)])];
  }
  if (mutants.countsMaximum && 'increment' in change) {
    const applied = applyChange(columnOf(scene, field), 0, change, null);
    const amount = applied.ok && typeof applied.value === 'number' ? applied.value : 0;
    return Math.max(typeof standing === 'number' ? standing : 0, amount);
  }
  return value;
}

function invertAll(
  scene: OperationScene,
  item: Item,
  { event, seq }: { event: Extract<BoardEvent, { type: 'item.updated' }>; seq: number },
): Record<string, FieldChange> {
  const changes: Record<string, FieldChange> = {};
  for (const [field, { from, to }] of Object.entries(event.data.fields)) {
    const standing = { value: item.values[field] ?? null, version: item.versions[field] ?? 0 };
    const written = { from, to, version: seq };
    const inverse = invertChange(columnOf(scene, field), written, standing);
    if (inverse.kind === 'change') changes[field] = inverse.change;
  }
  return changes;
}

function openConflict(
  { rows, userId, at, createId }: OperationScene,
  item: Item,
  { field, proposed }: { field: string; proposed: FieldValue },
): FieldConflict {
  const standing = item.values[field] ?? null;
  const writer = rows.log.find(({ seq }) => seq === item.versions[field]);
  const standingBy = writer?.actor.userId ?? null;
  const who = { proposed, proposedBy: userId, standing, standingBy };
  return { id: createId(), itemId: item.id, field, ...who, openedAt: at, closesAt: at };
}

function columnOf({ rows }: Pick<OperationScene, 'rows'>, field: string): FieldColumn {
  if (field === 'title') return titleField;
  const { id, type, settings } = rows.state.columns.get(field) ?? { id: field };
  return { id, type, settings } as unknown as FieldColumn;
}
