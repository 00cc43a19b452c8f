import type { BoardState } from '@boardwire/contract/board-state';
import { rankName, splitSearch } from '../../app/search-actions.ts';
import { TITLE } from './column-facts.ts';
import { readText } from './values.ts';

/** An item that fits what was typed. */
export interface FoundItem {
  id: string;
  title: string;
  key: string;
}

/** More than a list of hits shows. */
const MOST_FOUND = 20;

/** Items in use by title or key, the best first; those of groups that were put aside are left out. */
export function findItems({ board, groups, items }: BoardState, search: string): FoundItem[] {
  const words = splitSearch(search);
  if (words.length === 0) return [];
  const found: { item: FoundItem; rank: number }[] = [];
  for (const { id, number, groupId, values, archivedAt, deletedAt } of items.values()) {
    if (archivedAt !== null || deletedAt !== null) continue;
    const group = groups.get(groupId ?? '');
    if (group && (group.archivedAt !== null || group.deletedAt !== null)) continue;
    const title = readText(values[TITLE]);
    const key = `${board.prefix}-${number}`;
    const rank = rankName(`${title} ${key}`.toLocaleLowerCase(), words);
    if (rank !== undefined) found.push({ item: { id, title, key }, rank });
  }
  found.sort((a, b) => a.rank - b.rank);
  return found.slice(0, MOST_FOUND).map(({ item }) => item);
}
