import {
  boardAccess,
  boardTables,
  createBoardsFeature,
  createLinkAuthenticator,
} from '../features/boards/index.ts';
import { commentTables, createCommentsFeature } from '../features/comments/index.ts';
import { createFavouritesFeature } from '../features/favourites/index.ts';
import { createImportsFeature, importLocator, runImports } from '../features/imports/index.ts';
import { createItemsFeature, itemTables } from '../features/items/index.ts';
import { createTemplatesFeature } from '../features/templates/index.ts';
import type { BoardAccessLoader, Locators } from '../platform/access.ts';
import type { Actor } from '../platform/actor.ts';
import type { BoardTables } from '../platform/board/board-unit.ts';
import type { MutateBoard } from '../platform/board/mutate-board.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { Feature } from '../platform/feature.ts';
import type { Enqueue } from './enqueue.ts';
import type { Foundation } from './foundation.ts';

/** The features about boards, and what the interfaces need to know of them. */
export interface ComposedBoards {
  features: Feature[];
  locators: Partial<Locators>;
  loadBoard: BoardAccessLoader;
  boardTables: BoardTables;
  /** Takes the secret of a link that shows a board. */
  authenticateBoardLink(token: string): Promise<Actor | null>;
}

/** What the features about boards need of others. */
export interface BoardHooks {
  mutateBoard: MutateBoard;
  /** Tells of an import, in the transaction that ends it. */
  onImportEnded(tx: Transaction, importId: string): Promise<void>;
}

/** How the features keep what they have of a board. */
const tables: BoardTables = { ...boardTables, ...itemTables, ...commentTables };

/** Creates the features about boards. */
export function composeBoards(
  foundation: Foundation,
  enqueue: Enqueue,
  { mutateBoard, onImportEnded }: BoardHooks,
): ComposedBoards {
  const ring = () => enqueue(runImports, {}, 'imports');
  return {
    features: [
      createBoardsFeature({
        publicUrl: foundation.config.PUBLIC_URL,
        tables,
        database: foundation.database,
        memories: foundation.memories,
        mutateBoard,
      }),
      createItemsFeature({ database: foundation.database, mutateBoard }),
      createCommentsFeature(),
      createTemplatesFeature({ tables }),
      createFavouritesFeature(),
      createImportsFeature({ ...foundation, mutateBoard, ring, onEnded: onImportEnded }),
    ],
    locators: { ...boardAccess.locators, import: importLocator },
    loadBoard: boardAccess.loadBoard,
    boardTables: tables,
    authenticateBoardLink: createLinkAuthenticator(foundation.database),
  };
}
