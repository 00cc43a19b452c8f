import type { Column } from '@boardwire/contract/board-model';
import type { ViewSettings } from './view-settings.ts';

/** Fields on a card until somebody chooses: more would hide the titles. */
const USUAL = 4;

/** Fields that cards show, in the order of the columns; what the kanban's columns say is left out by default. */
export function listCardFields(
  columns: readonly Column[],
  { cardFields, kanbanBy }: Pick<ViewSettings, 'cardFields' | 'kanbanBy'>,
): readonly string[] {
  if (cardFields) return columns.map(({ id }) => id).filter((id) => cardFields.includes(id));
  return columns
    .filter(({ id, type }) => id !== kanbanBy && type !== 'longText')
    .slice(0, USUAL)
    .map(({ id }) => id);
}
