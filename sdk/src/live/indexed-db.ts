import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { PendingMutation } from './pending-mutation.ts';
import type { PendingStore } from './pending-store.ts';

interface Schema extends DBSchema {
  clients: { key: string; value: { client: string; nextMid: number } };
  mutations: {
    key: [scope: string, id: string];
    value: { scope: string; mutation: PendingMutation };
    indexes: { scope: string };
  };
}

const DATABASE = 'boardwire-live';
const VERSION = 1;

/** A store in the browser's database; `scope` keeps servers and people apart. */
export function createIndexedDbStore(scope: string): PendingStore {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  const open = (): Promise<IDBPDatabase<Schema>> => {
    const forget = () => (opened = undefined);
    // One that cannot be opened now may be opened later: a disk that was full, a private window that was not.
    opened ??= openDatabase(forget).catch((error: unknown) => {
      forget();
      throw error;
    });
    return opened;
  };
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

function openDatabase(onClosed: () => void): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(DATABASE, VERSION, {
    upgrade(db) {
      db.createObjectStore('clients');
      db.createObjectStore('mutations').createIndex('scope', 'scope');
    },
    // A later version wants to change it, or the person clears the site's data: the next use opens it anew.
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onClosed();
    },
    terminated: onClosed,
  });
}

function byNumber(a: PendingMutation, b: PendingMutation): number {
  return a.mid - b.mid;
}
