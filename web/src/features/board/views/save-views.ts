import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import type { LiveBoard } from '@boardwire/sdk/live/live-board-types';
import { t } from '../../../i18n/t.tsx';
import { call } from '../../../lib/call.ts';
import { describeFailure } from '../../../lib/failure-text.ts';
import { refreshReads } from '../../../lib/write.ts';
import { describeRejection } from '../describe-rejection.ts';
import { type SavedView, withDefault } from './saved-views.ts';
import type { StoredSettings } from './stored-settings.ts';
import type { ViewKind } from './view-settings.ts';

export interface ViewContent {
  name: string;
  kind: ViewKind;
  settings: StoredSettings;
}

/** What went wrong, for a person; nothing when it went well. */
type Problem = string | undefined;

/** How long a saved view may take to come by, in milliseconds; after that the answer alone counts. */
const ARRIVAL_MS = 5_000;

/** Waits until the board shows what was just saved. */
async function waitUntil(board: LiveBoard, isThere: () => boolean): Promise<void> {
  if (isThere()) return;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const stop = board.subscribe(() => isThere() && end());
    const timer = setTimeout(end, ARRIVAL_MS);
  });
}

async function mutate(
  board: LiveBoard,
  calls: [BoardCall, ...BoardCall[]],
  isThere: () => boolean,
): Promise<Problem> {
  // It would wait for hours behind a spinner: the view stays as it is looked at, unsaved, and says so (web W23, W30).
  if (board.status() === 'offline') return t('views.offline');
  const outcome = await board.mutate(...calls).done;
  if (outcome.kind === 'refused') return describeRejection(outcome.error);
  await waitUntil(board, isThere);
  return undefined;
}

/** Saves a new view for everybody. */
export async function createShared(
  board: LiveBoard,
  id: string,
  content: ViewContent,
): Promise<Problem> {
  const input = { boardId: board.id, id, ...content };
  return mutate(board, [{ op: 'views.create', input }], () => board.view().views.has(id));
}

/** Changes a view that everybody uses. */
export async function updateShared(
  board: LiveBoard,
  id: string,
  changes: { name?: string; settings?: StoredSettings },
): Promise<Problem> {
  const before = board.view().views.get(id);
  const input = { viewId: id, ...changes };
  return mutate(
    board,
    [{ op: 'views.update', input }],
    () => board.view().views.get(id) !== before,
  );
}

/** Saves a view for oneself, or replaces it. */
export async function saveOwn(
  board: LiveBoard,
  id: string,
  content: ViewContent,
): Promise<Problem> {
  const answer = await call('views.saveOwn', { boardId: board.id, ownViewId: id, ...content });
  if (!answer.ok) return describeFailure(answer.error);
  await refreshReads('views.listOwn');
  return undefined;
}

/** Deletes a view. */
export async function deleteView(board: LiveBoard, { id, owner }: SavedView): Promise<Problem> {
  if (owner !== 'own')
    return mutate(
      board,
      [{ op: 'views.delete', input: { viewId: id } }],
      () => !board.view().views.has(id),
    );
  const answer = await call('views.deleteOwn', { boardId: board.id, ownViewId: id });
  if (!answer.ok) return describeFailure(answer.error);
  await refreshReads('views.listOwn');
  return undefined;
}

/** Makes one view the first of its owners, and the others not. */
export async function makeDefault(
  board: LiveBoard,
  chosen: SavedView,
  views: readonly SavedView[],
): Promise<Problem> {
  const changed = views.filter(
    ({ id, owner, isDefault }) => owner === chosen.owner && isDefault !== (id === chosen.id),
  );
  const next = changed.map((view) => ({
    view,
    settings: withDefault(view.stored, view.id === chosen.id),
  }));
  if (chosen.owner === 'own') {
    for (const { view, settings } of next) {
      const { id, name, kind } = view;
      // One after the other: should one fail, the rest is as it was.
      const problem = await saveOwn(board, id, { name, kind, settings });
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  const [first, ...rest] = next.map(({ view, settings }) => ({
    op: 'views.update' as const,
    input: { viewId: view.id, settings },
  }));
  return first && mutate(board, [first, ...rest], () => true);
}
