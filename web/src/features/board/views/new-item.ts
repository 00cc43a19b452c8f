import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import type { LiveBoard } from '@boardwire/sdk/live/live-board-types';
import type { Bucket, Grouping } from './group-items.ts';

type CreateInput = BoardCall<'items.create'>['input'];

/** A new item that belongs into a bucket: in its group, or with its value. */
export function newItem(
  board: LiveBoard,
  by: Grouping['by'],
  { group, value }: Pick<Bucket, 'group' | 'value'>,
  title: string,
): CreateInput {
  const base = { boardId: board.id, id: crypto.randomUUID(), title };
  if (group) return { ...base, groupId: group.id };
  if (by.kind !== 'column' || value === null) return base;
  return { ...base, values: { [by.column.id]: value } };
}
