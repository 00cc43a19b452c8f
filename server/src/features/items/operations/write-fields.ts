import * as events from '@boardwire/contract/item-events';
import type { FieldConflict, Item } from '@boardwire/contract/board-model';
import type { FieldChange, FieldId, FieldValue } from '@boardwire/contract/column-types';
import type { OutputOf, PayloadOf } from '@boardwire/contract/define';
import type * as contract from '@boardwire/contract/items';
import { createId } from '../../../kernel/ids.ts';
import { DAY_MS } from '../../../kernel/time.ts';
import type { BoardContext, FieldWriter } from '../../../platform/board/board-operation.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { policyOf, type FieldColumn } from '../domain/column.ts';
import type { People } from '../domain/field-value.ts';
import { resolve, type FieldWrite, type Resolution, type Writer } from '../domain/resolve.ts';
import { findBase } from './find-base.ts';
import { invalidField, loadPeople, requireField } from './fields.ts';

/** What became of each field. */
export type FieldResults = OutputOf<typeof contract.update>['fields'];
type FieldUpdates = PayloadOf<typeof events.itemUpdated>['fields'];

/** How the writer wants concurrent edits settled. */
export interface WriteOptions {
  seen?: Record<FieldId, number> | undefined;
  onConflict?: 'merge' | 'reject' | 'overwrite' | undefined;
}

/** The loser has this long to choose; then the standing value has won (live L22). */
const CHOICE_MS = 7 * DAY_MS;
/** Versions of another epoch count as moved (live L17). */
const OTHER_EPOCH = -1;

/** Writes fields of an item, settles concurrent edits and tells what became of each (live L21–L23). */
export async function writeFields(
  context: BoardContext,
  item: Item,
  changes: ReadonlyMap<FieldId, { change: FieldChange; path: string }>,
  options: WriteOptions = {},
): Promise<FieldResults> {
  const writes = [...changes].map(([fieldId, { change, path }]) => ({
    field: requireField(context, fieldId, path),
    change,
    path,
  }));
  const people = await loadPeople(context, writes);
  const outcome: Outcome = { updates: {}, results: {}, choices: [], rejected: [] };
  for (const write of writes) await writeField({ context, item, people, options }, write, outcome);
  if (outcome.rejected.length > 0) throw refuseConflicts(item, outcome.rejected);
  if (Object.keys(outcome.updates).length > 0) {
    context.emit(events.itemUpdated, { itemId: item.id, fields: outcome.updates });
  }
  for (const conflict of outcome.choices) context.emit(events.conflictOpened, { conflict });
  return outcome.results;
}

interface Outcome {
  updates: FieldUpdates;
  results: FieldResults;
  choices: FieldConflict[];
  rejected: { field: FieldId; path: string; proposed: FieldValue }[];
}

interface WriteScene {
  context: BoardContext;
  item: Item;
  people: People;
  options: WriteOptions;
}

async function writeField(
  scene: WriteScene,
  { field, change, path }: { field: FieldColumn; change: FieldChange; path: string },
  outcome: Outcome,
): Promise<void> {
  const { context, item } = scene;
  const write = await describeWrite(scene, field, change);
  const resolution = resolve(write);
  switch (resolution.kind) {
    case 'invalid':
      throw invalidField(context, field.id, { path, message: resolution.message });
    case 'unchanged':
      outcome.results[field.id] = { resolution: 'success' };
      return;
    case 'rejected':
      outcome.rejected.push({ field: field.id, path, proposed: resolution.proposed });
      return;
    case 'choice': {
      const conflict = openConflict(scene, write, resolution.proposed);
      outcome.choices.push(conflict);
      outcome.results[field.id] = {
        resolution: 'user_choice',
        value: write.standing.value,
        conflictId: conflict.id,
      };
      return;
    }
    case 'write':
      outcome.updates[field.id] = toUpdate(item.values[field.id] ?? null, resolution);
      outcome.results[field.id] = toResult(change, resolution);
  }
}

async function describeWrite(
  { context, item, people, options }: WriteScene,
  column: FieldColumn,
  change: FieldChange,
): Promise<FieldWrite> {
  const { mutation, actor } = context;
  const version = item.versions[column.id] ?? 0;
  const told = options.seen?.[column.id];
  const seen = told !== undefined && mutation?.hasCurrentEpoch === false ? OTHER_EPOCH : told;
  const hasMoved = seen !== undefined && seen !== version;
  const standingWriter = hasMoved ? await context.writerOf(version) : null;
  return {
    column,
    policy: policyOf(column),
    change,
    standing: {
      value: item.values[column.id] ?? null,
      version,
      at: standingWriter?.at ?? item.updatedAt,
      writer: standingWriter && toWriter(standingWriter),
    },
    seen,
    base: hasMoved ? await findBase(context, item, { column, change, seen }) : undefined,
    actor: toWriter({
      kind: actor.kind,
      userId: 'userId' in actor ? actor.userId : null,
      clientId: mutation?.clientId ?? null,
    }),
    people,
    onConflict: options.onConflict,
  };
}

/** A key's write counts as an integration's: nobody is asked about it (live L22). */
function toWriter({ kind, userId, clientId }: Omit<FieldWriter, 'at'>): Writer {
  const known = kind === 'user' || kind === 'apiKey' ? kind : 'system';
  return { kind: known, userId, clientId };
}

function openConflict(
  { context, item }: WriteScene,
  { column, standing, actor }: FieldWrite,
  proposed: FieldValue,
): FieldConflict {
  return {
    id: createId(),
    itemId: item.id,
    field: column.id,
    proposed,
    proposedBy: actor.userId ?? '',
    standing: standing.value,
    standingBy: standing.writer?.userId ?? null,
    openedAt: context.now.toISOString(),
    closesAt: new Date(context.now.getTime() + CHOICE_MS).toISOString(),
  };
}

type Written = Extract<Resolution, { kind: 'write' }>;

/** A change of one field as the log keeps it. */
function toUpdate(from: FieldValue, written: Written): FieldUpdates[string] {
  const { value, resolution } = written;
  const lost = replacedBy(written);
  return {
    from,
    to: value,
    ...(resolution === 'success' ? {} : { resolution }),
    ...(lost === undefined ? {} : { lost }),
  };
}

function toResult(change: FieldChange, written: Written): FieldResults[string] {
  const { value, resolution } = written;
  const isAsSent = 'set' in change && resolution !== 'merged';
  const replaced = replacedBy(written);
  return {
    resolution,
    ...(isAsSent ? {} : { value }),
    ...(replaced === undefined ? {} : { replaced }),
  };
}

function replacedBy(written: Written) {
  return 'replaced' in written ? written.replaced : undefined;
}

function refuseConflicts(item: Item, rejected: Outcome['rejected']): Refusal {
  const message =
    'Somebody else changed this meanwhile: look at both values and send the one you want';
  return new Refusal('CONFLICT', message, {
    reason: 'field_conflict',
    fields: rejected.map(({ path }) => ({ path, message: 'Changed by somebody else meanwhile' })),
    conflicts: rejected.map(({ field, proposed }) => ({
      itemId: item.id,
      field,
      proposed,
      standing: item.values[field] ?? null,
      version: item.versions[field] ?? 0,
    })),
  });
}
