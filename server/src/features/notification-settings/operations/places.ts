import type { OperationContext } from '../../../platform/operation.ts';
import { boards } from '../../boards/index.ts';
import {
  listItemPlaces,
  listWorkspaces,
  type Place,
  type StoredPreference,
} from '../store/preferences.ts';

type Scoped = Pick<StoredPreference, 'scope' | 'scopeId'>;

/** Those of the places that are there and that the caller may see, by their id (security S21). */
export async function findPlaces(
  context: OperationContext,
  organizationId: string,
  scoped: readonly Scoped[],
): Promise<Map<string, Place>> {
  const idsOf = (scope: StoredPreference['scope']) =>
    scoped.flatMap((one) => (one.scope === scope && one.scopeId !== null ? [one.scopeId] : []));
  const workspaces = await listWorkspaces(context.tx, organizationId, idsOf('workspace'));
  const items = await listItemPlaces(context.tx, organizationId, idsOf('item'));
  const boardIds = [...idsOf('board'), ...items.map(({ boardId }) => boardId)];
  const readable = await boards.listReadable(context, organizationId, boardIds);
  const byId = new Map(readable.map((board) => [board.id, board]));
  const places: Place[] = [
    ...workspaces,
    ...readable.map(({ id, name, workspaceId }) => ({ id, name, boardId: id, workspaceId })),
    ...items.flatMap((item) => {
      const board = byId.get(item.boardId);
      return board === undefined ? [] : [{ ...item, workspaceId: board.workspaceId }];
    }),
  ];
  return new Map(places.map((place) => [place.id, place]));
}
