import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { CopyParts } from './copy-writer.ts';
import type { PendingMutation } from './pending-mutation.ts';
import { STORE_BLOCKED } from './pending-store.ts';

/** A copy of a board as it is stored. */
export interface CopyRow {
  scope: string;
  boardId: string;
  savedAtMs: number;
  parts: CopyParts;
}

/** Stands beside the copies of a person as long as some may be written: a log-out takes it away with them. */
export interface PermitRow {
  scope: string;
  boardId: '';
  permit: string;
}

interface Schema extends DBSchema {
  clients: { key: string; value: { client: string; nextMid: number } };
  mutations: {
    key: [scope: string, id: string];
    value: { scope: string; mutation: PendingMutation };
    indexes: { scope: string };
  };
  copies: {
    key: [scope: string, boardId: string];
    value: CopyRow | PermitRow;
    /** A permit has no time, so it is not among the copies by age. */
    indexes: { scope: string; savedAt: [scope: string, savedAtMs: number] };
  };
}

/** The browser's database of live boards. */
export type LiveDatabase = IDBPDatabase<Schema>;

const DATABASE = 'boardwire-live';
const VERSION = 3;

/** Nobody waits longer for a slow disk, or for an older tab of which another opening was told; milliseconds. */
const OPEN_WITHIN_MS = 3_000;
/** Of several openings that wait for an older tab, the browser tells one. */
let isBlocked = false;

interface Opening {
  db: Promise<LiveDatabase>;
  /** Rejects once a tab of an older build is in the way, or nothing happens at all. */
  blocked: Promise<never>;
}

/**
 * A way to the database, which is opened at the first call and again should the browser close it. While an older tab keeps
 * it locked, each call fails at once, and the first one after that finds it open. `onOutdated` hears that a newer build
 * uses the database now: this page is to be loaded anew.
 */
export function createLiveDatabase(onOutdated: () => void): () => Promise<LiveDatabase> {
  let opening: Opening | undefined;
  const forget = () => (opening = undefined);
  return () => {
    opening ??= open(forget, onOutdated);
    return Promise.race([opening.db, opening.blocked]);
  };
}

function open(onClosed: () => void, onOutdated: () => void): Opening {
  let block: (error: Error) => void = () => undefined;
  const blocked = new Promise<never>((_resolve, reject) => (block = reject));
  const onBlocked = () => {
    isBlocked = true;
    block(Object.assign(new Error('An older tab keeps it locked'), { name: STORE_BLOCKED }));
  };
  const onLate = () => block(new Error('The database of this browser does not open'));
  const judge = async () => (isBlocked || (await isOfOlderBuild()) ? onBlocked() : onLate());
  const timer = setTimeout(() => void judge(), OPEN_WITHIN_MS);
  const db = openDatabase({ onClosed, onOutdated, onBlocked }).catch((cause: unknown) => {
    onClosed();
    if (cause instanceof DOMException && cause.name === 'VersionError') onOutdated();
    throw cause;
  });
  void db.then(() => (isBlocked = false)).catch(() => undefined);
  return { blocked, db: db.finally(() => clearTimeout(timer)) };
}

/** What is still as an older build made it, a tab of that build holds; the page that was told of it may be gone. */
async function isOfOlderBuild(): Promise<boolean> {
  const databases = await indexedDB.databases().catch(() => []);
  const version = databases.find(({ name }) => name === DATABASE)?.version;
  return version !== undefined && version < VERSION;
}

interface OpeningEvents {
  onClosed(): void;
  onOutdated(): void;
  onBlocked(): void;
}

function openDatabase({ onClosed, onOutdated, onBlocked }: OpeningEvents): Promise<LiveDatabase> {
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
    blocked: onBlocked,
    // Whoever wants another version waits for this tab: the queue goes on in memory, and is sent.
    blocking(_current, wanted, event) {
      (event.target as IDBDatabase).close();
      onClosed();
      if (wanted !== null && wanted > VERSION) onOutdated();
    },
    terminated: onClosed,
  });
}
