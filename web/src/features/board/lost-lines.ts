import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import { send } from './edits.ts';
import { keepLines } from './keep-lines.ts';
import type { Table } from './table-context.ts';
import { describeRejection } from './describe-rejection.ts';
import { isDiscarded } from './tell-edit.ts';

/**
 * Adds an item that somebody typed. A refused title goes back into its field by `putBack`, which answers whether it could:
 * the field may be gone, or hold the next one.
 */
export async function sendNewItem(
  table: Table,
  input: BoardCall<'items.create'>['input'],
  putBack: (title: string) => boolean = () => false,
): Promise<void> {
  const outcome = await send(table.model.board, { op: 'items.create', input }).done;
  if (outcome.kind === 'done' || isDiscarded(outcome.error) || putBack(input.title)) return;
  keepLines(table, [{ text: input.title, message: describeRejection(outcome.error) }]);
}
