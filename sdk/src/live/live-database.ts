import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { CopyParts } from './copy-writer.ts';
import type { PendingMutation } from './pending-mutation.ts';

interface Schema extends DBSchema {
  clients: { key: string; value: { client: string; nextMid: number } };
  mutations: {
    key: [scope: string, id: string];
    value: { scope: string; mutation: PendingMutation };
    indexes: { scope: string };
  };
  copies: {
    key: [scope: string, boardId: string];
    value: { scope: string; boardId: string; savedAtMs: number; parts: CopyParts };
    indexes: { scope: string; savedAt: [scope: string, savedAtMs: number] };
  };
}

/** The browser's database of live boards. */
export type LiveDatabase = IDBPDatabase<Schema>;

const DATABASE = 'boardwire-live';
const VERSION = 3;

/** A way to the database, which is opened at the first call and again should the browser close it. */
export function createLiveDatabase(): () => Promise<LiveDatabase> {
  let opened: Promise<LiveDatabase> | undefined;
  const forget = () => (opened = undefined);
  return () => {
    opened ??= openDatabase(forget).catch((error: unknown) => {
      forget();
      throw error;
    });
    return opened;
  };
}

function openDatabase(onClosed: () => void): Promise<LiveDatabase> {
  return openDB<Schema>(DATABASE, VERSION, {
    upgrade(db, oldVersion) {
      if (oldVersion < 1) {
        db.createObjectStore('clients');
        db.createObjectStore('mutations').createIndex('scope', 'scope');
      }
      // Copies are made anew at the next opening of a board.
      if (oldVersion === 2) db.deleteObjectStore('copies');
      if (oldVersion < 3) {
        const copies = db.createObjectStore('copies');
        copies.createIndex('scope', 'scope');
        copies.createIndex('savedAt', ['scope', 'savedAtMs']);
      }
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onClosed();
    },
    terminated: onClosed,
  });
}
