import type { Permission } from '@boardwire/contract/permissions';
import type { Actor } from '../actor.ts';
import type { Head } from '../board/log-position.ts';
import type { CommittedChange } from '../board/mutation.ts';
import type { ShownNow, ShownQuery } from '../board/visitor-changes.ts';

/** What the live side asks of boards; all of it from the rows of the moment. */
export interface LiveSource {
  readHead(boardId: string): Promise<Head | null>;
  /** Where boards stand, for the watermark poll; ids that are gone are left out. */
  readSeqs(boardIds: readonly string[]): Promise<{ boardId: string; epoch: number; seq: number }[]>;
  readChanges(boardId: string, since: number, limit: number): Promise<readonly CommittedChange[]>;
  /** What the board's link shows. */
  readShown(boardId: string, query: ShownQuery): Promise<ShownNow | null>;
  /** Whether the board is in the trash or gone. */
  isDeleted(boardId: string): Promise<boolean>;
  /** What each actor may do on the board; null for those who may not read it. */
  readPermissions(
    boardId: string,
    actors: readonly Actor[],
  ): Promise<readonly (readonly Permission[] | null)[]>;
}

/** Changes that one read of the log brings. */
export const LOG_READ_SIZE = 1_000;
