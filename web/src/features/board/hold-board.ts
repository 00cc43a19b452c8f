import type { LiveBoard } from '@boardwire/sdk/live/live-board-types';
import { whyGone } from '@boardwire/sdk/live/read-board';
import type { Result } from '@boardwire/sdk/result';
import { client } from '../../lib/client.ts';
import { openLive } from '../../lib/live.ts';
import { queryClient } from '../../lib/query-client.ts';
import { refreshReads } from '../../lib/write.ts';
import { createBoardHolds } from './board-holds.ts';
import { type BoardModel, createBoardModel } from './board-model.ts';

/** The boards of this page. */
export const boardHolds = createBoardHolds(openBoard);

client.session.subscribe(() => {
  // An edit without an answer would hold its board for whoever comes next.
  if (client.session.get().status === 'signedOut') boardHolds.forgetAll();
});

async function openBoard(boardId: string): Promise<Result<BoardModel>> {
  const opened: Result<LiveBoard> = await openLive().openBoard(boardId);
  if (!opened.ok) {
    if (whyGone(opened) !== null) forgetShown();
    return opened;
  }
  const board = opened.data;
  let isLost = false;
  board.subscribe(() => {
    if (isLost || typeof board.status() !== 'object') return;
    isLost = true;
    forgetShown();
  });
  return { ...opened, data: createBoardModel(board) };
}

/**
 * A board is lost: its name leaves the sidebar and what is kept for a start without the server, and nothing that the inbox read
 * before is shown while it is read anew (security S21).
 */
function forgetShown(): void {
  void refreshReads('boards.list', 'favourites.list', 'recents.list');
  void queryClient.resetQueries({ queryKey: ['inbox.list'] });
}
