import type { Column } from '@boardwire/contract/board-model';
import type { ViewSettings } from './view-settings.ts';

/** Columns that the view shows, in its order: pinned ones first. */
export function arrangeColumns(
  columns: readonly Column[],
  { hidden, order, pinned }: Pick<ViewSettings, 'hidden' | 'order' | 'pinned'>,
): Column[] {
  const ranks = new Map(order.map((id, index) => [id, index]));
  const rankOf = ({ id }: Column) => ranks.get(id) ?? order.length;
  const isPinned = ({ id }: Column) => pinned.includes(id);
  return columns
    .filter(({ id }) => !hidden.includes(id))
    .toSorted(
      (left, right) =>
        Number(isPinned(right)) - Number(isPinned(left)) || rankOf(left) - rankOf(right),
    );
}
