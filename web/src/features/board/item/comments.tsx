import type { Comment } from '@boardwire/contract/comments';
import { useEffect, useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import type { Failure } from '../../../lib/failure.ts';
import { describeFailure } from '../../../lib/failure-text.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { CardSkeleton } from '../../../ui/skeleton.tsx';
import { useBoardModel, useMayOnBoard } from '../table-context.ts';
import { CommentForm } from './comment-form.tsx';
import { CommentView } from './comment-view.tsx';

function listComments(comments: Iterable<Comment>, itemId: string): Comment[] {
  return [...comments]
    .filter((comment) => comment.itemId === itemId)
    .toSorted((left, right) => (left.createdAt < right.createdAt ? -1 : 1));
}

interface CommentsProps {
  itemId: string;
  /** The comment that a link leads to. */
  linkedId?: string;
}

/** What people said about an item, oldest first, and a place to say something. */
export function Comments({ itemId, linkedId }: CommentsProps) {
  const { board } = useBoardModel();
  const mayWrite = useMayOnBoard('comment:write');
  const { failure, isRead, retry } = useReading(itemId);
  const comments = listComments(board.view().comments.values(), itemId);
  return (
    <section aria-label={t('comments.title')} className="flex flex-col gap-5">
      {failure && <ErrorState message={describeFailure(failure)} onRetry={retry} />}
      {!isRead && !failure && <CardSkeleton lines={1} />}
      {isRead && comments.length === 0 && (
        <p className="text-sm text-muted">{t('comments.none')}</p>
      )}
      <ol className="flex flex-col gap-5">
        {comments.map((comment) => (
          <CommentView
            key={comment.id}
            comment={comment}
            mayWrite={mayWrite}
            isLinked={comment.id === linkedId}
          />
        ))}
      </ol>
      {mayWrite && <CommentForm itemId={itemId} />}
    </section>
  );
}

/** Reads the comments once, again when asked, and after a snapshot, which comes without them. */
function useReading(itemId: string): {
  failure: Failure | undefined;
  isRead: boolean;
  retry: () => void;
} {
  const { board } = useBoardModel();
  const [attempt, setAttempt] = useState(0);
  const [failure, setFailure] = useState<Failure>();
  const [isRead, setRead] = useState(false);
  const isOffline = board.status() === 'offline';
  useEffect(() => {
    // What was read stays; the rest is read when the line is back.
    if (isOffline) return;
    let isCurrent = true;
    void board.readComments(itemId).then((outcome) => {
      if (!isCurrent) return;
      setFailure(outcome.ok ? undefined : outcome.error);
      setRead((before) => before || outcome.ok);
    });
    return () => {
      isCurrent = false;
    };
  }, [board, itemId, attempt, isOffline]);
  return { failure, isRead, retry: () => setAttempt((before) => before + 1) };
}
