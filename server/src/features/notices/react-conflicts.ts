import type { FieldConflict } from '@boardwire/contract/board-model';
import type { Json } from '@boardwire/contract/column-types';
import { noticeLimits } from '@boardwire/contract/notices';
import { describeItem, type Deed } from './deed.ts';
import { takeBack, tell } from './fold.ts';
import { keepMembers, listColumns, readNames, type ReadColumn } from './store/boards.ts';

/** Asks whoever wrote the value that does not stand to choose: they may have left before they saw it. */
export async function reactToConflict(deed: Deed, conflict: FieldConflict): Promise<void> {
  const { tx, parts, board, event } = deed;
  const { itemId, field, proposed, proposedBy, standing, standingBy } = conflict;
  const [userId] = await keepMembers(tx, board.organizationId, [proposedBy]);
  const item = await describeItem(deed, itemId);
  if (userId === undefined || item === null) return;
  const ids = [standing, proposed].flatMap((value) => (Array.isArray(value) ? value : []));
  const names = await readNames(tx, [
    ...ids.map(String),
    ...(standingBy === null ? [] : [standingBy]),
  ]);
  const [column] = await listColumns(tx, board, [field]);
  const show = (value: Json) => showValue(value, { column, names });
  await tell<'conflictWaiting'>(tx, parts, {
    type: 'conflictWaiting',
    userId,
    organizationId: board.organizationId,
    keys: [keyOf(conflict)],
    values: {
      ...item,
      by: [{ id: standingBy, name: names.get(standingBy ?? '') ?? '' }],
      conflictId: conflict.id,
      columnName: column?.name ?? '',
      mine: show(proposed),
      theirs: show(standing),
    },
    subject: { itemId, boardId: board.id, workspaceId: board.workspaceId },
    actor: standingBy === null ? { kind: 'system' } : { kind: 'user', id: standingBy },
    sourceEventId: event.id,
    traceparent: event.traceparent,
    isRepeat: false,
  });
}

/** Nobody is asked about what is decided. */
export async function reactToResolution(
  { tx, parts, board: { organizationId } }: Deed,
  conflict: FieldConflict,
): Promise<void> {
  await takeBack(tx, parts, { organizationId, key: keyOf(conflict) });
}

function keyOf({ id }: FieldConflict): string {
  return `conflictWaiting conflict ${id}`;
}

/** A value in words: options and people by their names. */
function showValue(
  value: Json,
  { column, names }: { column: ReadColumn | undefined; names: ReadonlyMap<string, string> },
): string {
  const options = (column?.settings['options'] ?? []) as readonly { id: string; name: string }[];
  const nameOf = (part: Json) => {
    const text = typeof part === 'object' ? JSON.stringify(part) : String(part);
    return options.find(({ id }) => id === text)?.name ?? names.get(text) ?? text;
  };
  if (value === null) return '';
  if (Array.isArray(value)) return cut(value.map(nameOf).join(', '));
  if (typeof value === 'object') return cut(Object.values(value).map(nameOf).join(' – '));
  return cut(nameOf(value));
}

function cut(text: string): string {
  return [...text].slice(0, noticeLimits.excerptLength).join('');
}
