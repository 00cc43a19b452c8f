import type { Page } from 'playwright-core';

declare global {
  interface Window {
    held: IDBDatabase;
  }
}

/** Makes a page a tab of another build: it has a version of the live boards' database open and does not let go of it. */
export function holdDatabase(page: Page, version: number): Promise<void> {
  return page.evaluate(
    (wanted) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('boardwire-live', wanted);
        opening.addEventListener('error', () => reject(opening.error ?? new Error('closed')));
        opening.addEventListener('upgradeneeded', ({ oldVersion }) => {
          if (oldVersion > 0) return;
          for (const name of ['clients', 'mutations', 'copies'])
            opening.result.createObjectStore(name).createIndex('scope', 'scope');
        });
        opening.addEventListener('success', () => {
          window.held = opening.result;
          resolve();
        });
      }),
    version,
  );
}
