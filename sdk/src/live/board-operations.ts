import type { OperationName } from '@boardwire/contract/catalogue';
import type { Input } from '../operations.ts';

/** Operations that change one board, so that the live connection carries them. */
export const boardOperationNames = [
  'boards.update',
  'boards.archive',
  'boards.unarchive',
  'boards.restore',
  'boards.delete',
  'boards.setVisibility',
  'boards.setMember',
  'boards.removeMember',
  'boards.createLink',
  'boards.revokeLink',
  'columns.create',
  'columns.update',
  'columns.delete',
  'columns.restore',
  'groups.create',
  'groups.update',
  'groups.archive',
  'groups.unarchive',
  'groups.restore',
  'groups.delete',
  'items.create',
  'items.update',
  'items.move',
  'items.moveToBoard',
  'items.duplicate',
  'items.archive',
  'items.unarchive',
  'items.restore',
  'items.delete',
  'items.bulk',
  'items.undo',
  'items.resolveConflict',
  'texts.update',
  'comments.create',
  'comments.update',
  'comments.delete',
  'comments.restore',
  'comments.react',
  'views.create',
  'views.update',
  'views.delete',
] as const satisfies readonly OperationName[];

/** The name of an operation that changes a board. */
export type BoardOperationName = (typeof boardOperationNames)[number];

/** A call of an operation that changes a board. */
export type BoardCall<Name extends BoardOperationName = BoardOperationName> = {
  [Each in Name]: { op: Each; input: Input<Each> };
}[Name];
