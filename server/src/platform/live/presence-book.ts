import { isDeepStrictEqual as isSame } from 'node:util';
import type { LivePerson } from '@boardwire/contract/sync';

/** Who is on which board, as each node says it. A tab that moves to another node is on both for a while. */
export interface PresenceBook {
  put(holder: string, boardId: string, person: LivePerson): void;
  drop(holder: string, boardId: string, key: string): void;
  /** What a holder says of a tab; undefined when it says nothing. */
  find(holder: string, boardId: string, key: string): LivePerson | undefined;
  /** Everybody on a board, each tab once. */
  list(boardId: string): LivePerson[];
  /** Everything that a holder says, board by board. */
  listOf(holder: string): [boardId: string, people: LivePerson[]][];
  count(): number;
}

/** Hears that a tab is to be shown otherwise; undefined means that nobody says anything of it any more. */
export type BookListener = (
  holder: string,
  boardId: string,
  change: { key: string; shown: LivePerson | undefined },
) => void;

/** Boards, tabs by their key, and for each tab the holders with what they say, the newest last. */
type Boards = Map<string, Map<string, Map<string, LivePerson>>>;

/** Creates an empty book. */
export function createPresenceBook(onChange: BookListener): PresenceBook {
  const boards: Boards = new Map();
  return {
    put(holder, boardId, person) {
      const tabs = boards.get(boardId) ?? new Map<string, Map<string, LivePerson>>();
      boards.set(boardId, tabs);
      const says = tabs.get(person.key) ?? new Map<string, LivePerson>();
      tabs.set(person.key, says);
      const before = says.get(holder);
      // A lease that is only renewed is no news to anybody.
      const isNews = before === undefined || before !== newest(says) || !isSame(before, person);
      // Put again, so that it is the newest.
      says.delete(holder);
      says.set(holder, person);
      if (isNews) onChange(holder, boardId, { key: person.key, shown: person });
    },
    drop(holder, boardId, key) {
      const tabs = boards.get(boardId);
      const says = tabs?.get(key);
      if (tabs === undefined || says === undefined || !says.delete(holder)) return;
      const shown = newest(says);
      if (shown === undefined) tabs.delete(key);
      if (tabs.size === 0) boards.delete(boardId);
      onChange(holder, boardId, { key, shown });
    },
    find: (holder, boardId, key) => boards.get(boardId)?.get(key)?.get(holder),
    list: (boardId) =>
      [...(boards.get(boardId)?.values() ?? [])].flatMap((says) => newest(says) ?? []),
    listOf(holder) {
      return [...boards].flatMap(([boardId, tabs]): [string, LivePerson[]][] => {
        const people = [...tabs.values()].flatMap((says) => says.get(holder) ?? []);
        return people.length === 0 ? [] : [[boardId, people]];
      });
    },
    count: () => [...boards.values()].reduce((sum, tabs) => sum + tabs.size, 0),
  };
}

function newest(says: ReadonlyMap<string, LivePerson>): LivePerson | undefined {
  return [...says.values()].at(-1);
}
