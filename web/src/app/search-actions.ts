import type { Action, ActionGroup } from './actions.ts';
import { ACTION_GROUPS } from './action-groups.ts';

/** How well a name fits what was typed: lower is better, undefined is not at all. */
export function rankName(name: string, words: readonly string[]): number | undefined {
  let rank = 0;
  for (const word of words) {
    const at = name.indexOf(word);
    if (at === -1) return undefined;
    const isWordStart = at === 0 || !/[\p{L}\p{N}]/u.test(name[at - 1] ?? ' ');
    rank += at === 0 ? 0 : isWordStart ? 1 : 2;
  }
  return rank + name.length / 1_000;
}

/** What was typed as the words that a name must have all of. */
export function splitSearch(search: string): string[] {
  return search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
}

/** Rows of one group in the palette: as many as can be looked over. */
const MOST_OF_A_GROUP = 8;
/** Without a search the commands are a menu: all of them may be looked through. */
const MOST_UNSEARCHED = 100;

/** Actions that fit what was typed, in groups, the best of each first; what only keywords tell comes behind. */
export function searchActions(
  actions: readonly Action[],
  search: string,
): (readonly [ActionGroup, readonly Action[]])[] {
  const words = splitSearch(search);
  const most = words.length === 0 ? MOST_UNSEARCHED : MOST_OF_A_GROUP;
  const ranked = new Map<ActionGroup, { action: Action; rank: number }[]>();
  for (const action of actions) {
    const rank = rankAction(action, words);
    if (rank === undefined) continue;
    const group = ranked.get(action.group) ?? [];
    group.push({ action, rank });
    ranked.set(action.group, group);
  }
  return ACTION_GROUPS.flatMap((group) => {
    const found = ranked.get(group);
    if (!found) return [];
    const best = words.length === 0 ? found : found.toSorted((a, b) => a.rank - b.rank);
    return [[group, best.slice(0, most).map(({ action }) => action)] as const];
  });
}

/** Found by keywords alone: behind everything whose name fits. */
const KEYWORD_RANK = 10;

function rankAction(
  { title, keywords = '' }: Action,
  words: readonly string[],
): number | undefined {
  const name = title.toLocaleLowerCase();
  const own = rankName(name, words);
  if (own !== undefined) return own;
  const wider = rankName(`${name} ${keywords.toLocaleLowerCase()}`, words);
  return wider === undefined ? undefined : wider + KEYWORD_RANK;
}
