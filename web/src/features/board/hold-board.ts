import type { LiveBoard } from '@boardwire/sdk/live/live-board-types';
import type { Result } from '@boardwire/sdk/result';
import { client } from '../../lib/client.ts';
import { openLive } from '../../lib/live.ts';
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
  return opened.ok ? { ...opened, data: createBoardModel(opened.data) } : opened;
}
