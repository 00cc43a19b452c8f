import { useDebounced } from '../../../../lib/use-debounced.ts';
import { useRead } from '../../../../lib/query.ts';
import { type PersonName, usePeople } from '../../people.tsx';
import { useBoardModel } from '../../table-context.ts';

/** Names that are offered at a time. */
const OFFERED = 8;

/** Whether every word typed begins a word of the name. */
function matches(name: string, query: string): boolean {
  const words = name.toLowerCase().split(/[\s.@_-]+/);
  const typed = query.toLowerCase().split(/\s+/).filter(Boolean);
  return typed.every((part) => words.some((word) => word.startsWith(part)));
}

/** People who can be mentioned: those at hand at once, the others of a large organization a moment later. */
export function useMentionable(query: string): readonly PersonName[] {
  const { board } = useBoardModel();
  const { all } = usePeople();
  const { organizationId } = board.view().board;
  const search = useDebounced(query.trim());
  const found = useRead(
    'members.list',
    { organizationId, search, limit: OFFERED },
    { enabled: search !== '' },
  );
  // Names out of an import belong to nobody who could read it.
  const placeholders = new Set(
    board.boardPeople().flatMap(({ id, isPlaceholder }) => (isPlaceholder ? [id] : [])),
  );
  const near = all.filter(({ id, name }) => !placeholders.has(id) && matches(name, query));
  const known = new Set(near.map(({ id }) => id));
  const far = (found.data?.items ?? [])
    .filter(({ userId, name }) => !known.has(userId) && matches(name, query))
    .map(({ userId, name }) => ({ id: userId, name }));
  return [...near, ...far].slice(0, OFFERED);
}
