import { permissionNames } from '@boardwire/contract/permissions';
import type { Access } from '../../platform/access.ts';
import type { Actor } from '../../platform/actor.ts';
import { authorize, permissionsOf } from '../../platform/authorize.ts';
import type { CommittedChange } from '../../platform/board/mutation.ts';
import type { Database } from '../../platform/database/database.ts';
import type { LiveSource } from '../../platform/live/live-source.ts';
import { listWorkingLinks } from './store/links.ts';
import { isDeleted, readChanges, readHead } from './store/log.ts';
import { readShownNow } from './store/shown-now.ts';

/** What the live side asks of boards, from the rows of the moment. */
export function createLiveSource(
  database: Database,
  access: Pick<Access, 'locate' | 'loadGrants' | 'loadBoard'>,
): LiveSource {
  return {
    readHead: (boardId) => database.read('all', (tx) => readHead(tx, boardId)),
    readSeqs: (boardIds) =>
      database.read('all', (tx) =>
        tx.query('select id as "boardId", epoch, seq from boards where id = any($1)', [boardIds]),
      ),
    readChanges: (boardId, since, limit) =>
      database.read('all', (tx) => readChanges(tx, boardId, since, limit)) as Promise<
        readonly CommittedChange[]
      >,
    readShown: (boardId, query) => database.read('all', (tx) => readShownNow(tx, boardId, query)),
    isDeleted: (boardId) => database.read('all', (tx) => isDeleted(tx, boardId)),
    async readPermissions(boardId, actors) {
      const location = await access.locate('board', boardId);
      if (location === null) return actors.map(() => null);
      const { organizationId } = location;
      return database.read({ organizationId }, async (tx) => {
        const users = [...new Set(actors.flatMap((actor) => userOf(actor) ?? []))];
        // Thousands of visitors come by a few links.
        const links = [...new Set(actors.flatMap((actor) => linkOf(actor) ?? []))];
        const [accessOf, grants, working] = await Promise.all([
          access.loadBoard(tx, boardId, [...users, null]),
          access.loadGrants(tx, users, organizationId),
          listWorkingLinks(tx, links),
        ]);
        return actors.map((actor) => {
          const userId = userOf(actor);
          const grant = grants.get(userId ?? '') ?? null;
          const board = accessOf(userId);
          // A board that is gone says nothing, and a role alone shows none.
          if (board === null) return null;
          if (authorize(actor, 'board:read', grant, board) !== 'allowed') return null;
          const linkId = linkOf(actor);
          if (linkId !== null) return working.has(linkId) ? ['board:read' as const] : null;
          const held = permissionsOf(actor, grant, board);
          return permissionNames.filter((name) => held.has(name));
        });
      });
    },
  };
}

function userOf(actor: Actor): string | null {
  return actor.kind === 'user' || actor.kind === 'apiKey' ? actor.userId : null;
}

function linkOf(actor: Actor): string | null {
  return actor.kind === 'shareLink' ? actor.linkId : null;
}
