import { useEffect, useState } from 'react';
import type { Result } from '@boardwire/sdk/result';
import type { BoardModel } from './board-model.ts';
import { boardHolds } from './hold-board.ts';

/** A board as it is being opened; `retry` tries again after a failure. */
export function useBoard(boardId: string): {
  opened: Result<BoardModel> | undefined;
  retry: () => void;
} {
  const [attempt, setAttempt] = useState(0);
  const [opened, setOpened] = useState<{ boardId: string; result: Result<BoardModel> }>();
  useEffect(() => {
    let isCurrent = true;
    void boardHolds.hold(boardId).then((result) => isCurrent && setOpened({ boardId, result }));
    return () => {
      isCurrent = false;
      boardHolds.release(boardId);
    };
  }, [boardId, attempt]);
  const hasFailed = opened?.result.ok === false;
  useEffect(() => {
    if (!hasFailed) return;
    const retry = () => setAttempt((before) => before + 1);
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  }, [hasFailed]);
  return {
    opened: opened?.boardId === boardId ? opened.result : undefined,
    retry: () => setAttempt((before) => before + 1),
  };
}
