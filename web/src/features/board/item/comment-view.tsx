import type { Comment } from '@boardwire/contract/comments';
import type { RichText } from '@boardwire/contract/rich-text';
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { formatDateTime } from '../../../i18n/format.ts';
import { t } from '../../../i18n/t.tsx';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { CardSkeleton } from '../../../ui/skeleton.tsx';
import { When } from '../../../ui/when.tsx';
import { send } from '../edits.ts';
import { usePeople } from '../people.tsx';
import { useTable } from '../table-context.ts';
import { boxClass } from './comment-form.tsx';
import { CommentMenu } from './comment-menu.tsx';
import { itemAddress } from './item-link.ts';
import { OwnText } from './lazy-editor.tsx';
import { AddReaction, Reactions } from './reactions.tsx';
import { isBlank, RichTextView } from './rich-text.tsx';

interface CommentViewProps {
  comment: Comment;
  mayWrite: boolean;
  /** The address leads here. */
  isLinked: boolean;
}

/** One comment with its reactions; a deleted one keeps its place. */
export function CommentView({ comment, mayWrite, isLinked }: CommentViewProps) {
  const { nameOf } = usePeople();
  const [isEditing, setEditing] = useState(false);
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isLinked) line.current?.scrollIntoView({ block: 'center' });
  }, [isLinked]);
  const { authorId, authorName, deletedAt } = comment;
  const name = authorId === null ? (authorName ?? t('board.someone')) : nameOf(authorId);
  return (
    <li
      ref={line}
      id={`comment-${comment.id}`}
      className={cx(
        'group flex gap-3 rounded',
        isLinked && 'bg-accent-soft outline-8 outline-accent-soft',
      )}
    >
      <Avatar name={name} seed={authorId ?? name} />
      <div className="min-w-0 flex-1">
        <Head comment={comment} name={name}>
          {mayWrite && deletedAt === null && !isEditing && (
            <span className="flex opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 has-data-[state=open]:opacity-100 pointer-coarse:opacity-100">
              <AddReaction comment={comment} />
              <CommentMenu comment={comment} onEdit={() => setEditing(true)} />
            </span>
          )}
        </Head>
        {deletedAt !== null && <p className="text-sm text-muted italic">{t('comments.deleted')}</p>}
        {deletedAt === null && isEditing && (
          <EditForm comment={comment} onDone={() => setEditing(false)} />
        )}
        {deletedAt === null && !isEditing && (
          <>
            <RichTextView document={comment.body} />
            <Reactions comment={comment} mayWrite={mayWrite} />
          </>
        )}
      </div>
    </li>
  );
}

interface HeadProps {
  comment: Comment;
  name: string;
  children: ReactNode;
}

/** Author and time; the time is the comment's own link. */
function Head({ comment, name, children }: HeadProps) {
  const { board } = useTable().model;
  const { id, itemId, createdAt, editedAt } = comment;
  return (
    <div className="flex min-h-7 items-center gap-2">
      <span className="min-w-0 truncate text-sm font-medium text-ink">{name}</span>
      <a
        href={itemAddress(board.id, itemId, id)}
        title={formatDateTime(createdAt)}
        className="shrink-0 text-xs text-muted underline-offset-2 hover:underline"
      >
        <When at={createdAt} />
        {editedAt !== null && ` · ${t('comments.edited')}`}
      </a>
      <span className="flex-1" />
      {children}
    </div>
  );
}

/** One's own comment, changed where it stands. */
function EditForm({ comment, onDone }: { comment: Comment; onDone: () => void }) {
  const { board } = useTable().model;
  const [body, setBody] = useState<RichText>(comment.body);
  const submit = () => {
    if (isBlank(body)) return;
    send(board, { op: 'comments.update', input: { commentId: comment.id, body } });
    onDone();
  };
  return (
    <>
      <Suspense fallback={<CardSkeleton lines={1} />}>
        <OwnText
          label={t('comments.edit')}
          placeholder={t('comments.placeholder')}
          initial={comment.body}
          isFocused
          className={boxClass}
          onChange={setBody}
          onSubmit={submit}
          onEscape={onDone}
          footer={
            <span className="flex gap-2">
              <Button size="sm" onClick={onDone}>
                {t('ui.cancel')}
              </Button>
              <Button size="sm" variant="primary" disabled={isBlank(body)} onClick={submit}>
                {t('comments.save')}
              </Button>
            </span>
          }
        />
      </Suspense>
    </>
  );
}
