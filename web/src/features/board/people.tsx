import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { useBoardModel } from './table-context.ts';

export interface PersonName {
  id: string;
  name: string;
}

export interface People {
  /** Everybody who can stand in a person field here, by name. */
  all: readonly PersonName[];
  nameOf: (id: string | null | undefined) => string;
}

/** Members who can be chosen; in a larger organization the board's own people are there, too. */
const MEMBERS_SHOWN = 100;

const PeopleContext = createContext<People | null>(null);

export function usePeople(): People {
  const people = useContext(PeopleContext);
  if (!people) throw new Error('names are read before any cell');
  return people;
}

/** Names for all cells, read once. */
export function PeopleProvider({ children }: { children: ReactNode }) {
  const { board } = useBoardModel();
  const { id: ownId, name: ownName } = useAccount();
  const { organizationId } = board.view().board;
  const members = useRead('members.list', { organizationId, limit: MEMBERS_SHOWN });
  const named = board.boardPeople();
  const people = useMemo(() => {
    const names = new Map([[ownId, ownName]]);
    for (const { userId, name } of members.data?.items ?? []) names.set(userId, name);
    for (const { id, name } of named) names.set(id, name);
    const all = [...names].map(([id, name]) => ({ id, name }));
    all.sort((left, right) => left.name.localeCompare(right.name));
    const nameOf = (id: string | null | undefined) => names.get(id ?? '') ?? t('board.someone');
    return { all, nameOf };
  }, [members.data, named, ownId, ownName]);
  return <PeopleContext value={people}>{children}</PeopleContext>;
}
