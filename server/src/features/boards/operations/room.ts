import type { BoardContext } from '../../../platform/board/board-operation.ts';
import { conflict } from '../../../platform/refusal.ts';

/** Columns and groups of a board that are in use: more could not be shown in one screen, nor held in one snapshot. */
const MAX_COLUMNS = 200;
const MAX_GROUPS = 500;
/** Views that everybody of a board sees. */
const MAX_SHARED_VIEWS = 100;

/** Refuses one more column, new or out of the trash. Throws CONFLICT. */
export function requireColumnRoom({ unit }: BoardContext): void {
  const active = [...unit.state.columns.values()].filter(({ deletedAt }) => deletedAt === null);
  if (active.length >= MAX_COLUMNS) {
    throw conflict(
      'too_many_columns',
      `A board has ${MAX_COLUMNS} columns at most: delete one first`,
    );
  }
}

/** Refuses one more group in use, be it new or brought back. Throws CONFLICT. */
export function requireGroupRoom({ unit }: BoardContext): void {
  const alive = [...unit.state.groups.values()].filter(
    ({ archivedAt, deletedAt }) => archivedAt === null && deletedAt === null,
  );
  if (alive.length >= MAX_GROUPS) {
    throw conflict(
      'too_many_groups',
      `A board has ${MAX_GROUPS} groups at most: delete or archive one first`,
    );
  }
}

/** Refuses one more shared view, new or brought back; all of them are loaded then. Throws CONFLICT. */
export async function requireViewRoom({ unit }: BoardContext): Promise<void> {
  await unit.loadWhere('views', 't.owner_id is null');
  const shared = [...unit.state.views.values()].filter(({ ownerId }) => ownerId === null);
  if (shared.length >= MAX_SHARED_VIEWS) {
    throw conflict(
      'too_many_views',
      `A board has ${MAX_SHARED_VIEWS} views at most: delete one first`,
    );
  }
}
