import * as events from '@boardwire/contract/board-events';
import type { View } from '@boardwire/contract/board-model';
import * as contract from '@boardwire/contract/views';
import { createId } from '../../../kernel/ids.ts';
import { implementOnBoard, type BoardOperation } from '../../../platform/board/board-operation.ts';
import { implement, requireUserId, type Operation } from '../../../platform/operation.ts';
import { conflict, notFound } from '../../../platform/refusal.ts';
import { deleteOwnView, listOwnViews, saveOwnView } from '../store/views.ts';
import { changesBetween } from './changes.ts';
import { requireEditable } from './editable.ts';
import { placeBehind } from './order.ts';
import { requireViewRoom } from './room.ts';

/** Views of a board that one person keeps. */
const MAX_VIEWS = 100;
const SHARED = 't.owner_id is null';

const create = implementOnBoard(contract.create, {
  async handle({ id, name, kind, settings }, context) {
    requireEditable(context);
    const { unit } = context;
    await requireViewRoom(context);
    if (id !== undefined && unit.state.views.has(id)) {
      throw conflict('id_taken', 'A view with this id is there already');
    }
    const pos = placeBehind(unit.state.views.values(), undefined);
    const view: View = { id: id ?? createId(), name, kind, settings, ownerId: null, pos };
    context.emit(events.viewCreated, { view });
    return view;
  },
});

const update = implementOnBoard(contract.update, {
  async handle({ viewId, name, settings, after }, context) {
    requireEditable(context);
    const { unit } = context;
    await unit.loadWhere('views', SHARED);
    const before = await requireShared(unit, viewId);
    const pos =
      after === undefined ? undefined : placeBehind(unit.state.views.values(), after, viewId);
    const changes = changesBetween(before, { name, settings, pos });
    if (Object.keys(changes).length > 0) context.emit(events.viewChanged, { viewId, changes });
    return unit.state.views.get(viewId) ?? before;
  },
});

const remove = implementOnBoard(contract.remove, {
  async handle({ viewId }, context) {
    requireEditable(context);
    const view = await requireShared(context.unit, viewId);
    context.emit(events.viewDeleted, { view });
    return view;
  },
});

async function requireShared(
  unit: Parameters<Parameters<typeof implementOnBoard>[1]['handle']>[1]['unit'],
  viewId: string,
): Promise<View> {
  const view = await unit.require('views', viewId);
  if (view.ownerId !== null) throw notFound('This view');
  return view;
}

const listOwn = implement(contract.listOwn, {
  handle: ({ boardId }, { tx, actor }) => listOwnViews(tx, boardId, requireUserId(actor)),
});

const saveOwn = implement(contract.saveOwn, {
  async handle({ boardId, ownViewId, name, kind, settings }, { tx, actor, grant }) {
    const ownerId = requireUserId(actor);
    const own = await listOwnViews(tx, boardId, ownerId);
    if (own.length >= MAX_VIEWS && !own.some(({ id }) => id === ownViewId)) {
      throw conflict(
        'too_many_views',
        `You keep ${MAX_VIEWS} views of this board: delete one first`,
      );
    }
    const pos = own.find(({ id }) => id === ownViewId)?.pos ?? placeBehind(own, undefined);
    const view: View = { id: ownViewId, name, kind, settings, ownerId, pos };
    const place = { organizationId: grant?.organizationId ?? '', boardId };
    if (!(await saveOwnView(tx, place, view))) {
      throw conflict('id_taken', 'This id is taken; choose another');
    }
    return view;
  },
});

const deleteOwn = implement(contract.deleteOwn, {
  async handle({ boardId, ownViewId }, { tx, actor }) {
    const view = await deleteOwnView(tx, boardId, { id: ownViewId, ownerId: requireUserId(actor) });
    if (view === null) throw notFound('This view');
    return view;
  },
});

/** Views that everybody uses. */
export const sharedViewOperations: readonly BoardOperation[] = [create, update, remove];

/** Views that one person keeps; nobody else hears of them. */
export const ownViewOperations: readonly Operation[] = [listOwn, saveOwn, deleteOwn];
