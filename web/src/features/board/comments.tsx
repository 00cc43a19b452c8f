import type { Comment } from '@boardwire/contract/comments';
import { useEffect, useState } from 'react';
import { t } from '../../i18n/t.tsx';
import type { Failure } from '../../lib/failure.ts';
import { describeFailure } from '../../lib/failure-text.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { CardSkeleton } from '../../ui/skeleton.tsx';
import { CommentForm } from './comment-form.tsx';
import { CommentView } from './comment-view.tsx';
import { useBoardModel, useMayOnBoard } from './table-context.ts';

function listComments(comments: Iterable<Comment>, itemId: string): Comment[] {
  return [...comments]
    .filter((comment) => comment.itemId === itemId)
    .toSorted((left, right) => (left.createdAt < right.createdAt ? -1 : 1));
}

/** What people said about an item, oldest first, and a place to say something. */
export function Comments({ itemId }: { itemId: string }) {
  const { board } = useBoardModel();
  const mayWrite = useMayOnBoard('comment:write');
  const { failure, isRead, retry } = useReading(itemId);
  const comments = listComments(board.view().comments.values(), itemId);
  return (
    <section aria-label={t('comments.title')} className="mt-4 flex flex-1 flex-col gap-4">
      {failure && <ErrorState message={describeFailure(failure)} onRetry={retry} />}
      {!isRead && !failure && <CardSkeleton lines={1} />}
      {isRead && comments.length === 0 && (
        <p className="text-sm text-muted">{t('comments.none')}</p>
      )}
      <ol className="flex flex-col gap-4">
        {comments.map((comment) => (
          <CommentView key={comment.id} comment={comment} mayWrite={mayWrite} />
        ))}
      </ol>
      {mayWrite && <CommentForm itemId={itemId} />}
    </section>
  );
}

/** Reads the comments once, and again when asked. */
function useReading(itemId: string): {
  failure: Failure | undefined;
  isRead: boolean;
  retry: () => void;
} {
  const { board } = useBoardModel();
  const [attempt, setAttempt] = useState(0);
  const [failure, setFailure] = useState<Failure>();
  const [isRead, setRead] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    void board.readComments(itemId).then((outcome) => {
      if (!isCurrent) return;
      setFailure(outcome.ok ? undefined : outcome.error);
      setRead(outcome.ok);
    });
    return () => {
      isCurrent = false;
    };
  }, [board, itemId, attempt]);
  return { failure, isRead, retry: () => setAttempt((before) => before + 1) };
}
