import type { ObjectType } from '@boardwire/contract/define';
import type { AccessEpochs } from './access-epochs.ts';
import type { BoardAccess, Grant } from './authorize.ts';
import { createMemories, openMemory, type Memories, type MemorySpec } from './cache/memories.ts';
import type { Database, Transaction } from './database/database.ts';

/** Where an object lives: its organization and the ids that may be named beside it. */
export interface Location {
  organizationId: string;
  /** The board that it is on, or that it is. */
  boardId?: string;
}

/** Finds an object by its own id; features give one for each type they own. */
export type Locator = (tx: Transaction, objectId: string) => Promise<Location | null>;

/** Loads what people may do in an organization, from the rows of this moment; who may nothing is left out. */
export type GrantsLoader = (
  tx: Transaction,
  userIds: readonly string[],
  organizationId: string,
) => Promise<Map<string, Grant>>;

/** Loads what a board says of each of these people, and of a stranger (null), from the rows of this moment. */
export type BoardAccessLoader = (
  tx: Transaction,
  boardId: string,
  userIds: readonly (string | null)[],
) => Promise<(userId: string | null) => BoardAccess | null>;

/** Answers locations and grants, from memory where that is as good as the rows. */
export interface Access {
  /** Finds the object. One that never changes its place may be remembered. */
  locate(type: ObjectType, objectId: string): Promise<Location | null>;
  /** The grant as of at most two seconds ago, on this node (security S26). */
  cachedGrant(userId: string, organizationId: string): Promise<Grant | null>;
  /** What a board says of a person as of at most two seconds ago, on this node (security S26). */
  cachedBoard(userId: string | null, location: Location): Promise<BoardAccess | null>;
  /** The grants as of this transaction. */
  loadGrants: GrantsLoader;
  /** One of them. */
  loadGrant(tx: Transaction, userId: string, organizationId: string): Promise<Grant | null>;
  /** What a board says as of this transaction. */
  loadBoard: BoardAccessLoader;
}

const MAX_GRANTS = 50_000;
const MAX_LOCATIONS = 100_000;

/** Objects that move between boards: where they are is asked each time. */
const MOVABLE: ReadonlySet<ObjectType> = new Set<ObjectType>(['item', 'comment']);

/** Finds objects of the types that a program has. */
export type Locators = Partial<Record<ObjectType, Locator>>;

const GRANTS: MemorySpec = {
  name: 'access.grants',
  owner: 'access',
  summary: 'What a person may do in an organization',
  endedBy: 'a change of the access of the person or the organization, or the day of its deletion',
};
const BOARD_ACCESS: MemorySpec = {
  name: 'access.boards',
  owner: 'access',
  summary: 'What a board says of a person',
  endedBy: 'a change of the access of the person or the board',
};
const LOCATIONS: MemorySpec = {
  name: 'access.locations',
  owner: 'access',
  summary: 'The organization and board of an object that never moves',
  endedBy: 'the need for room; it never changes',
};

/** What the access layer stands on. */
export interface AccessParts {
  database: Database;
  epochs: AccessEpochs;
  memories?: Memories;
}

/** Creates the access layer over the features' locators and grants. */
export function createAccess(
  { database, epochs, memories = createMemories() }: AccessParts,
  locators: Locators,
  loadGrants: GrantsLoader,
  loadBoard: BoardAccessLoader = async () => () => null,
): Access {
  const grants = createVoidable<Grant | null>(
    { epochs, kinds: new Set(['user', 'organization']), memories, spec: GRANTS },
    grantLifetime,
  );
  const boards = createVoidable<BoardAccess | null>({
    epochs,
    kinds: new Set(['user', 'board']),
    memories,
    spec: BOARD_ACCESS,
  });
  const loadGrant: Access['loadGrant'] = async (tx, userId, organizationId) =>
    (await loadGrants(tx, [userId], organizationId)).get(userId) ?? null;
  return {
    loadGrants,
    loadGrant,
    loadBoard,
    locate: createLocate(database, locators, memories),
    cachedGrant: (userId, organizationId) =>
      grants.get(`${userId}:${organizationId}`, () =>
        database.read({ organizationId }, (tx) => loadGrant(tx, userId, organizationId)),
      ),
    cachedBoard: (userId, { organizationId, boardId = '' }) =>
      boards.get(`${userId ?? ''}:${boardId}`, () =>
        database.read({ organizationId }, async (tx) =>
          (await loadBoard(tx, boardId, [userId]))(userId),
        ),
      ),
  };
}

/** Finds objects, and remembers where those are that stay in their place. */
function createLocate(
  database: Database,
  locators: Locators,
  memories: Memories,
): Access['locate'] {
  const { entries: locations, memory } = openMemory<Location>(memories, LOCATIONS, MAX_LOCATIONS);
  const reads = new Map<string, Promise<Location | null>>();
  return async (type, objectId) => {
    const key = `${type}:${objectId}`;
    const locator = locators[type];
    if (locator === undefined) throw new Error(`nobody finds objects of the type ${type}`);
    const read = () => database.read('all', (tx) => locator(tx, objectId));
    if (MOVABLE.has(type)) return read();
    const known = locations.get(key);
    memory.read(known !== undefined);
    if (known !== undefined) return known;
    // Many ask at once for a board that everybody opens: one connection is enough. Only a place is shared: what was not
    // there a moment ago may be there now.
    const location = (await reads.get(key)) ?? (await keepUntilDone(reads, key, read()));
    if (location !== null) locations.set(key, location);
    return location;
  };
}

async function keepUntilDone<Value>(
  reads: Map<string, Promise<Value>>,
  key: string,
  read: Promise<Value>,
): Promise<Value> {
  reads.set(key, read);
  try {
    return await read;
  } finally {
    if (reads.get(key) === read) reads.delete(key);
  }
}

interface VoidableParts {
  epochs: AccessEpochs;
  /** What has to change for an answer to end whose key names it. */
  kinds: ReadonlySet<string>;
  memories: Memories;
  spec: MemorySpec;
}

/** Remembers answers until an epoch of one of `kinds` that their key names is bumped. */
function createVoidable<Answer>(
  { epochs, kinds, memories, spec }: VoidableParts,
  lifetimeOf: (answer: Answer) => number = () => 0,
) {
  const { entries: answers, memory } = openMemory<{ answer: Answer }>(memories, spec, MAX_GRANTS);
  /** Counts invalidations, so that a load that raced one is not remembered. */
  let generation = 0;
  epochs.onChange(({ kind, subjectId }) => {
    if (!kinds.has(kind)) return;
    generation += 1;
    for (const key of answers.keys()) {
      if (key.includes(subjectId)) answers.delete(key);
    }
  });
  return {
    async get(key: string, load: () => Promise<Answer>): Promise<Answer> {
      const known = epochs.isFresh() ? answers.get(key) : undefined;
      memory.read(known !== undefined);
      if (known !== undefined) return known.answer;
      const before = generation;
      const startedAtMs = performance.now();
      const answer = await load();
      if (generation === before && epochs.isFresh())
        answers.set(key, { answer }, { start: startedAtMs, ttl: lifetimeOf(answer) });
      return answer;
    },
  };
}

/**
 * How long a grant may be remembered, milliseconds; 0 without end. Nobody announces the day of a deletion, so what is
 * remembered ends with it, whatever the clock of this machine says.
 */
function grantLifetime(grant: Grant | null): number {
  const endsInMs = grant?.endsInMs ?? null;
  return endsInMs === null ? 0 : Math.max(1, Math.floor(endsInMs));
}
