import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { BoardCopy } from './board-copy.ts';
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
    value: { scope: string; copy: BoardCopy };
    indexes: { scope: string };
  };
}

/** The browser's database of live boards. */
export type LiveDatabase = IDBPDatabase<Schema>;

const DATABASE = 'boardwire-live';
const VERSION = 2;

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
      if (oldVersion < 2) db.createObjectStore('copies').createIndex('scope', 'scope');
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onClosed();
    },
    terminated: onClosed,
  });
}
