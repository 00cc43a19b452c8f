import type { BoardTables } from '../../platform/board/board-unit.ts';
import type { MutateBoard } from '../../platform/board/mutate-board.ts';
import type { Memories } from '../../platform/cache/memories.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Feature } from '../../platform/feature.ts';
import { boardLists } from './board-lists.ts';
import { createChores } from './chores.ts';
import { boardStateOperations } from './operations/board-state.ts';
import { boardOperations } from './operations/boards.ts';
import { columnOperations } from './operations/columns.ts';
import { groupOperations } from './operations/groups.ts';
import { createLinkOperations } from './operations/links.ts';
import { peopleReads } from './operations/people.ts';
import { purgeOperations } from './operations/purge.ts';
import { createReadOperations } from './operations/reads.ts';
import { sharingOperations } from './operations/sharing.ts';
import { createSnapshotCache } from './snapshot-cache.ts';
import { createReadContent } from './store/snapshot.ts';
import { ownViewOperations, sharedViewOperations } from './operations/views.ts';
import { workspaceOperations } from './operations/workspaces.ts';

export { createLinkAuthenticator } from './link-authenticator.ts';
export { boards } from './operations/for-others.ts';
export { requireEditable } from './operations/editable.ts';
export { createLiveSource } from './live-source.ts';
export { boardAccess } from './store/access.ts';
export { readMutation } from './store/log.ts';
export { boardTables } from './store/tables.ts';

interface BoardsParts {
  /** Begins the addresses of links. */
  publicUrl: string;
  /** How every feature keeps what it has of a board. */
  tables: BoardTables;
  database: Database;
  memories: Memories;
  mutateBoard: MutateBoard;
}

/** Memory for compressed boards that are read by link, which few are. */
const VISITOR_CACHE_BYTES = 8_388_608;

const SNAPSHOTS = {
  name: 'boards.snapshots',
  owner: 'boards',
  summary: 'A whole board as it is sent, compressed',
  endedBy: 'the next change of the board',
};
const VISITOR_SNAPSHOTS = {
  ...SNAPSHOTS,
  name: 'boards.visitorSnapshots',
  summary: 'A whole board as visitors by link see it, compressed',
};

/** Workspaces, boards, their structure, and who may see them. */
export function createBoardsFeature({
  publicUrl,
  tables,
  database,
  memories,
  mutateBoard,
}: BoardsParts): Feature {
  return {
    operations: [
      ...workspaceOperations,
      ...boardOperations,
      ...boardStateOperations,
      ...purgeOperations,
      ...createReadOperations({
        members: createSnapshotCache({
          database,
          memories,
          readContent: createReadContent(tables),
          spec: SNAPSHOTS,
        }),
        visitors: createSnapshotCache(
          {
            database,
            memories,
            readContent: createReadContent(tables, 'visitors'),
            spec: VISITOR_SNAPSHOTS,
          },
          VISITOR_CACHE_BYTES,
        ),
      }),
      ...sharingOperations,
      ...peopleReads,
      ...createLinkOperations(publicUrl),
      ...columnOperations,
      ...groupOperations,
      ...sharedViewOperations,
      ...ownViewOperations,
    ],
    chores: createChores({ database, mutateBoard }),
    caches: [boardLists],
  };
}
