import { useShownRows } from '../views/use-shown.ts';
import { useBoardModel } from '../table-context.ts';

/** The items before and after one, as the board shows them; of a sub-item, its siblings. */
export function useNeighbours(itemId: string): { previous?: string; next?: string } {
  const { model, rows } = { model: useBoardModel(), rows: useShownRows() };
  const parentId = model.item(itemId)?.parentId ?? null;
  const ids =
    parentId === null
      ? rows.flatMap((row) => (row.kind === 'item' && row.level === 1 ? [row.itemId] : []))
      : (model.tree().children.get(parentId) ?? []);
  const at = ids.indexOf(itemId);
  if (at < 0) return {};
  const previous = ids[at - 1];
  const next = ids[at + 1];
  return { ...(previous !== undefined && { previous }), ...(next !== undefined && { next }) };
}
