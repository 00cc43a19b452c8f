import { createLiveDatabase } from './live-database.ts';
import type { PendingMutation } from './pending-mutation.ts';
import type { PendingStore } from './pending-store.ts';

/** A store in the browser's database; `scope` keeps servers and people apart. */
export function createIndexedDbStore(scope: string, onOutdated: () => void): PendingStore {
  const open = createLiveDatabase(onOutdated);
  return {
    async load() {
      const db = await open();
      const tx = db.transaction(['clients', 'mutations']);
      const [client, rows] = await Promise.all([
        tx.objectStore('clients').get(scope),
        tx.objectStore('mutations').index('scope').getAll(scope),
        tx.done,
      ]);
      if (client === undefined) return null;
      const mutations = rows.map(({ mutation }) => mutation).toSorted(byNumber);
      return { ...client, mutations };
    },
    async save({ client, nextMid, put, remove }) {
      const db = await open();
      // Strict: the entry is on the disk before it is on the wire, also when the machine loses power.
      const tx = db.transaction(['clients', 'mutations'], 'readwrite', { durability: 'strict' });
      const mutations = tx.objectStore('mutations');
      await Promise.all([
        tx.objectStore('clients').put({ client, nextMid }, scope),
        ...put.map((mutation) => mutations.put({ scope, mutation }, [scope, mutation.id])),
        ...remove.map((id) => mutations.delete([scope, id])),
        tx.done,
      ]);
    },
  };
}

function byNumber(a: PendingMutation, b: PendingMutation): number {
  return a.mid - b.mid;
}
