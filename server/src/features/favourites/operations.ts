import * as contract from '@boardwire/contract/favourites';
import { rankBetween } from '../../kernel/rank.ts';
import {
  implement,
  requireGrant,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../platform/operation.ts';
import { conflict, notFound } from '../../platform/refusal.ts';
import { boards } from '../boards/index.ts';
import {
  deleteFavourite,
  listFavourites,
  listVisits,
  putFavourite,
  putVisit,
  type OwnBoards,
} from './store.ts';

/** Visits that are kept: more than any list shows, so that boards one lost access to leave no hole in it. */
const VISITS_KEPT = 60;
const YES = { done: true } as const;

const list = implement(contract.list, {
  async handle({ organizationId }, context) {
    const kept = await listFavourites(context.tx, whose(context));
    const listed = await readBoards(context, organizationId, kept);
    return kept.flatMap(({ boardId }) => listed.get(boardId) ?? []);
  },
});

const add = implement(contract.add, {
  async handle({ boardId }, context) {
    const owner = await lockOwn(context);
    const kept = await listFavourites(context.tx, owner);
    if (kept.some((one) => one.boardId === boardId)) return YES;
    if (kept.length >= contract.FAVOURITES_MAX) {
      const most = `You keep ${contract.FAVOURITES_MAX} favourites here: remove one first`;
      throw conflict('too_many_favourites', most);
    }
    const pos = rankBetween(kept.at(-1)?.pos ?? null, null);
    await putFavourite(context.tx, owner, { boardId, pos });
    return YES;
  },
});

const remove = implement(contract.remove, {
  async handle({ boardId }, context) {
    await deleteFavourite(context.tx, await lockOwn(context), boardId);
    return YES;
  },
});

const move = implement(contract.move, {
  async handle({ boardId, after }, context) {
    const owner = await lockOwn(context);
    const kept = await listFavourites(context.tx, owner);
    if (!kept.some((one) => one.boardId === boardId)) throw notFound('This favourite');
    if (after === boardId) return YES;
    const others = kept.filter((one) => one.boardId !== boardId);
    const index = after === null ? 0 : 1 + others.findIndex((one) => one.boardId === after);
    if (after !== null && index === 0) throw notFound('The favourite to stand behind');
    const pos = rankBetween(others[index - 1]?.pos ?? null, others[index]?.pos ?? null);
    await putFavourite(context.tx, owner, { boardId, pos });
    return YES;
  },
});

const listRecent = implement(contract.listRecent, {
  async handle({ organizationId, limit }, context) {
    const visits = await listVisits(context.tx, whose(context));
    const listed = await readBoards(context, organizationId, visits);
    const recent = visits.flatMap(({ boardId, openedAt }) => {
      const board = listed.get(boardId);
      return board === undefined ? [] : [{ ...board, openedAt }];
    });
    return recent.slice(0, limit);
  },
});

const touchRecent = implement(contract.touchRecent, {
  async handle({ boardId }, context) {
    const visit = { boardId, at: context.now.toISOString(), kept: VISITS_KEPT };
    await putVisit(context.tx, await lockOwn(context), visit);
    return YES;
  },
});

/** Keeping boards as favourites. */
export const favouriteOperations: readonly Operation[] = [list, add, remove, move];

/** What one opened last. */
export const recentOperations: readonly Operation[] = [listRecent, touchRecent];

function whose(context: OperationContext): OwnBoards {
  const userId = requireUserId(context.actor);
  return { organizationId: requireGrant(context).organizationId, userId };
}

/** Two windows of one person wait for each other: places between neighbours stay distinct. */
async function lockOwn(context: OperationContext): Promise<OwnBoards> {
  const owner = whose(context);
  await context.lock(`favourites ${owner.organizationId} ${owner.userId}`);
  return owner;
}

/** Those of the boards that are in use and that the person may read. */
async function readBoards(
  context: OperationContext,
  organizationId: string,
  entries: readonly { boardId: string }[],
) {
  const ids = entries.map(({ boardId }) => boardId);
  const rows = await boards.listOpen(context, organizationId, ids);
  return new Map(rows.map((row) => [row.id, row]));
}
