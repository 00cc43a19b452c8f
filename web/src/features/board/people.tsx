import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { useRead } from '../../lib/query.ts';
import { useBoardModel } from './table-context.ts';

export interface PersonName {
  id: string;
  name: string;
}

export interface People {
  /** The reader; undefined where nobody is signed in. Cells read it here: a query in each row costs more than its values. */
  ownId?: string;
  /** Everybody who can stand in a person field here, by name. */
  all: readonly PersonName[];
  nameOf: (id: string | null | undefined) => string;
  /** Asks the server for members beyond those that are known; what it finds is known from then on. */
  find?: (search: string) => void;
}

/** Members who can be chosen; in a larger organization the board's own people are there, too. */
const MEMBERS_SHOWN = 100;

/** People whom the server finds by a part of their name; none when it does not answer. */
async function findMembers(organizationId: string, search: string): Promise<PersonName[]> {
  const input = { organizationId, search: search.slice(0, SEARCH_MAX), limit: FOUND_SHOWN };
  const outcome = await call('members.list', input);
  return outcome.ok ? outcome.data.items.map(({ userId, name }) => ({ id: userId, name })) : [];
}

/** Characters that a search may have, and people that it finds at most. */
const SEARCH_MAX = 120;
const FOUND_SHOWN = 20;

export const PeopleContext = createContext<People | null>(null);

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
  const [found, setFound] = useState<readonly PersonName[]>([]);
  const isWhole = members.data !== undefined && members.data.nextCursor === null;
  const people = useMemo(() => {
    const names = new Map([[ownId, ownName]]);
    for (const { id, name } of found) names.set(id, name);
    for (const { userId, name } of members.data?.items ?? []) names.set(userId, name);
    for (const { id, name } of named) names.set(id, name);
    const all = [...names].map(([id, name]) => ({ id, name }));
    all.sort((left, right) => left.name.localeCompare(right.name));
    const nameOf = (id: string | null | undefined) => names.get(id ?? '') ?? t('board.someone');
    const find = (search: string) => {
      if (isWhole || search === '') return;
      void findMembers(organizationId, search).then((more) => {
        const isNew = more.some(({ id }) => !names.has(id));
        if (isNew) setFound((before) => [...before, ...more]);
      });
    };
    return { ownId, all, nameOf, find };
  }, [members.data, named, ownId, ownName, found, isWhole, organizationId]);
  return <PeopleContext value={people}>{children}</PeopleContext>;
}
