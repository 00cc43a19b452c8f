import { type Client, createClient } from '@boardwire/sdk/client';
import { createLive } from '@boardwire/sdk/live';
import { useEffect, useState } from 'react';
import { describeFailure } from '../../../lib/failure-text.ts';
import { type BoardModel, createBoardModel } from '../board-model.ts';

/** What a link leads to. */
export type PublicBoard =
  | { kind: 'opening' }
  | { kind: 'open'; model: BoardModel; client: Client }
  | { kind: 'gone' }
  | { kind: 'failed'; message: string };

const GONE: ReadonlySet<string> = new Set(['UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND']);

/** Opens the board with the secret as its only credential; `onGone` hears when it works no more (security S25). */
async function open(
  boardId: string,
  token: string,
  onGone: () => void,
): Promise<{ board: PublicBoard; close: () => void }> {
  // The secret stands in for a person: it is held by this page alone, beside whoever may be signed in here.
  const client = createClient({ baseUrl: window.location.origin, accessToken: token });
  const live = createLive(client, { isAlone: true });
  live.subscribe(() => {
    if (live.status().connection === 'refused') onGone();
  });
  const opened = await live.openBoard(boardId);
  if (!opened.ok) {
    live.close();
    const { error } = opened;
    const board = GONE.has(error.code)
      ? ({ kind: 'gone' } as const)
      : ({ kind: 'failed', message: describeFailure(error) } as const);
    return { board, close: () => undefined };
  }
  return {
    board: { kind: 'open', model: createBoardModel(opened.data), client },
    close: () => live.close(),
  };
}

/** Opens the board of a link and follows it live until the page is left. */
export function usePublicBoard(
  boardId: string,
  token: string,
): { board: PublicBoard; retry: () => void } {
  const [attempt, setAttempt] = useState(0);
  const [board, setBoard] = useState<PublicBoard>({ kind: 'opening' });
  useEffect(() => {
    let isCurrent = true;
    let close = () => undefined as void;
    const onGone = () => isCurrent && setBoard({ kind: 'gone' });
    void open(boardId, token, onGone).then((opened) => {
      if (!isCurrent) return opened.close();
      close = opened.close;
      setBoard(opened.board);
    });
    return () => {
      isCurrent = false;
      close();
    };
  }, [boardId, token, attempt]);
  return { board, retry: () => setAttempt((before) => before + 1) };
}
