import type { Actor } from '../../platform/actor.ts';
import type { Database } from '../../platform/database/database.ts';
import { hashLinkToken } from './board-links.ts';
import { findLinkByToken, noteLinkUse } from './store/links.ts';

/** Tells which link a secret is of; null when it does not work (any more). Asked each time: links are few and read seldom. */
export function createLinkAuthenticator(database: Database) {
  return async (token: string): Promise<Actor | null> => {
    const found = await database.read('all', (tx) => findLinkByToken(tx, hashLinkToken(token)));
    if (found === null) return null;
    const { isUseUnknown, ...link } = found;
    // Bookkeeping: a database that takes no writes still shows the board.
    if (isUseUnknown)
      await database
        .write({ organizationId: link.organizationId }, (tx) => noteLinkUse(tx, link.linkId))
        .catch(() => undefined);
    return { kind: 'shareLink', ...link };
  };
}
