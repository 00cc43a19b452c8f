import { LRUCache } from 'lru-cache';
import type { ObjectType } from '@boardwire/contract/define';
import type { AccessEpochs } from './access-epochs.ts';
import type { Grant } from './authorize.ts';
import type { Database, Transaction } from './database/database.ts';

/** Where an object lives: its organization and the ids that may be named beside it. */
export interface Location {
  organizationId: string;
}

/** Finds an object by its own id; features give one for each type they own. */
export type Locator = (tx: Transaction, objectId: string) => Promise<Location | null>;

/** Loads what a person may do in an organization, from the rows of this moment. */
export type GrantLoader = (
  tx: Transaction,
  userId: string,
  organizationId: string,
) => Promise<Grant | null>;

/** Answers locations and grants, from memory where that is as good as the rows. */
export interface Access {
  /** Finds the object. An object never changes its organization, so the answer may be remembered. */
  locate(type: ObjectType, objectId: string): Promise<Location | null>;
  /** The grant as of at most two seconds ago, on this node (security S26). */
  cachedGrant(userId: string, organizationId: string): Promise<Grant | null>;
  /** The grant as of this transaction. */
  loadGrant: GrantLoader;
}

const MAX_GRANTS = 50_000;
const MAX_LOCATIONS = 100_000;

/** Creates the access layer over the features' locators and grants. */
export function createAccess(
  database: Database,
  epochs: AccessEpochs,
  locators: Record<ObjectType, Locator>,
  loadGrant: GrantLoader,
): Access {
  const grants = new LRUCache<string, { grant: Grant | null }>({ max: MAX_GRANTS });
  const locations = new LRUCache<string, Location>({ max: MAX_LOCATIONS });
  /** Counts invalidations, so that a load that raced one is not remembered. */
  let generation = 0;

  epochs.onChange(({ kind, subjectId }) => {
    if (kind !== 'user' && kind !== 'organization') return;
    generation += 1;
    for (const key of grants.keys()) {
      if (key.includes(subjectId)) grants.delete(key);
    }
  });

  return {
    loadGrant,
    async locate(type, objectId) {
      const key = `${type}:${objectId}`;
      const known = locations.get(key);
      if (known !== undefined) return known;
      const location = await database.read('all', (tx) => locators[type](tx, objectId));
      if (location !== null) locations.set(key, location);
      return location;
    },
    async cachedGrant(userId, organizationId) {
      const key = `${userId}:${organizationId}`;
      const known = epochs.isFresh() ? grants.get(key) : undefined;
      if (known !== undefined) return known.grant;
      const before = generation;
      const startedAtMs = performance.now();
      const grant = await database.read({ organizationId }, (tx) =>
        loadGrant(tx, userId, organizationId),
      );
      if (generation === before && epochs.isFresh())
        grants.set(key, { grant }, { start: startedAtMs, ttl: lifetimeOf(grant) });
      return grant;
    },
  };
}

/**
 * How long a grant may be remembered, milliseconds; 0 without end. Nobody announces the day of a deletion, so what is
 * remembered ends with it, whatever the clock of this machine says.
 */
function lifetimeOf(grant: Grant | null): number {
  const endsInMs = grant?.endsInMs ?? null;
  return endsInMs === null ? 0 : Math.max(1, Math.floor(endsInMs));
}
