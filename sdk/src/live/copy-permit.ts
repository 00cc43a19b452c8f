import type { CopyRow, LiveDatabase, PermitRow } from './live-database.ts';

/**
 * The right to write copies of boards: a word beside them in the database, which all tabs of a person share. A log-out takes
 * both away in one transaction, and what a tab writes later finds another word or none (web W30).
 */
export interface CopyPermit {
  /** The word that stands there, or a new one. */
  ask(): Promise<string>;
  /** The next one to write asks anew. */
  forget(): void;
}

/** Creates a permit and asks for it at once: the later that is, the more could have happened in other tabs. */
export function createCopyPermit(scope: string, open: () => Promise<LiveDatabase>): CopyPermit {
  let asked: Promise<string> | undefined;
  const ask = () => {
    asked ??= take(scope, open).catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  };
  void ask().catch(() => undefined);
  return { ask, forget: () => void (asked = undefined) };
}

/** The word of a permit; undefined where none stands. */
export function readPermit(row: CopyRow | PermitRow | undefined): string | undefined {
  return row !== undefined && 'permit' in row ? row.permit : undefined;
}

async function take(scope: string, open: () => Promise<LiveDatabase>): Promise<string> {
  const db = await open();
  const tx = db.transaction('copies', 'readwrite');
  const known = readPermit(await tx.store.get([scope, '']));
  const permit = known ?? crypto.randomUUID();
  const isNew = known === undefined;
  await Promise.all([isNew && tx.store.put({ scope, boardId: '', permit }, [scope, '']), tx.done]);
  return permit;
}
