import { timingSafeEqual } from 'node:crypto';
import { SECOND_MS } from '../../kernel/time.ts';
import type { AccessEpochs } from '../../platform/access-epochs.ts';
import type { Actor } from '../../platform/actor.ts';
import {
  createMemories,
  openMemory,
  type Memories,
  type MemorySpec,
} from '../../platform/cache/memories.ts';
import type { Database } from '../../platform/database/database.ts';
import { parseKey, type ParsedKey } from './key-format.ts';
import { findLiveKey, writeUses, type LiveKey } from './store.ts';

/** Tells who an API key stands for. */
export interface ApiKeyAuthenticator {
  /** The key's actor, or null when it is mistyped, unknown, expired, revoked, or its owner is no active member. */
  authenticate(key: string): Promise<Actor | null>;
  /** Writes down when keys were used since the last time. */
  flushUses(): Promise<void>;
}

/** How often the times of last use are written: they tell a forgotten key from a busy one, no more. */
export const FLUSH_INTERVAL_MS = 30 * SECOND_MS;
const MAX_REMEMBERED = 20_000;

/** Creates the authenticator. A key costs no query while this node's view of changed access is fresh (security S26). */
export function createApiKeyAuthenticator({
  database,
  epochs,
  memories = createMemories(),
}: {
  database: Database;
  epochs: AccessEpochs;
  memories?: Memories;
}): ApiKeyAuthenticator {
  const keys = createKeyCache({ epochs, memories }, (prefix) =>
    database.read('all', (tx) => findLiveKey(tx, prefix)),
  );
  const uses = createUses(database);
  return {
    async authenticate(key) {
      const parsed = parseKey(key);
      const live = parsed === null ? null : await keys.find(parsed);
      if (live === null || isExpired(live)) return null;
      uses.note(live.apiKeyId);
      const { userId, apiKeyId, organizationId, scopes } = live;
      return { kind: 'apiKey', userId, apiKeyId, organizationId, scopes };
    },
    flushUses: uses.flush,
  };
}

function isExpired({ expiresAt }: LiveKey): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= Date.now();
}

const KEYS: MemorySpec = {
  name: 'apiKeys.live',
  owner: 'api-keys',
  summary: 'Whom an API key stands for',
  endedBy: 'a change of the key, or of the access of its owner or its organization',
};

function createKeyCache(
  { epochs, memories }: { epochs: AccessEpochs; memories: Memories },
  load: (prefix: string) => Promise<LiveKey | null>,
) {
  const { entries: cache, memory } = openMemory<LiveKey>(memories, KEYS, MAX_REMEMBERED);
  /** Counts invalidations, so that a load that raced one is not remembered. */
  let generation = 0;

  epochs.onChange(({ kind, subjectId }) => {
    if (kind === 'session') return;
    generation += 1;
    for (const [prefix, { apiKeyId, userId, organizationId }] of cache.entries()) {
      if (subjectId === apiKeyId || subjectId === userId || subjectId === organizationId)
        cache.delete(prefix);
    }
  });

  const loadAndRemember = async (prefix: string) => {
    const before = generation;
    const live = await load(prefix);
    if (live !== null && generation === before && epochs.isFresh()) cache.set(prefix, live);
    return live;
  };
  return {
    async find({ prefix, secretHash }: ParsedKey): Promise<LiveKey | null> {
      const known = epochs.isFresh() ? cache.get(prefix) : undefined;
      memory.read(known !== undefined);
      const live = known ?? (await loadAndRemember(prefix));
      return live !== null && timingSafeEqual(live.secretHash, secretHash) ? live : null;
    },
  };
}

function createUses(database: Database) {
  let uses = new Map<string, Date>();
  let flushedAtMs = Date.now();

  const flush = async () => {
    flushedAtMs = Date.now();
    if (uses.size === 0) return;
    const written = uses;
    uses = new Map();
    await database.write('all', (tx) => writeUses(tx, written));
  };
  return {
    flush,
    note(apiKeyId: string) {
      uses.set(apiKeyId, new Date());
      // A process that answers requests and runs no chores writes them by itself; a time that is lost is not missed.
      if (Date.now() - flushedAtMs > 2 * FLUSH_INTERVAL_MS) flush().catch(() => undefined);
    },
  };
}
