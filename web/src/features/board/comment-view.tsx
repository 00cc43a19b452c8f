import type { Comment } from '@boardwire/contract/comments';
import { SmilePlus, Trash2 } from 'lucide-react';
import { useAccount } from '../../app/use-account.ts';
import { formatDateTime, formatRelative } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { send } from './edits.ts';
import { usePeople } from './people.tsx';
import { RichTextView } from './rich-text.tsx';
import { useBoardModel, useMayOnBoard } from './table-context.ts';

/** Offered to react with; those of others can be joined whatever they are. */
const EMOJI = ['👍', '🎉', '❤️', '👀', '✅', '😄'] as const;

/** One comment with its reactions; a deleted one keeps its place. */
export function CommentView({ comment, mayWrite }: { comment: Comment; mayWrite: boolean }) {
  const { nameOf } = usePeople();
  const { authorId, authorName, createdAt, editedAt, deletedAt } = comment;
  const name = authorId === null ? (authorName ?? t('board.someone')) : nameOf(authorId);
  return (
    <li className="flex gap-3">
      <Avatar name={name} seed={authorId ?? name} />
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <span className="min-w-0 truncate text-sm font-medium text-ink">{name}</span>
          <time
            dateTime={createdAt}
            title={formatDateTime(createdAt)}
            className="shrink-0 text-xs text-muted"
          >
            {formatRelative(createdAt)}
            {editedAt !== null && ` · ${t('comments.edited')}`}
          </time>
        </div>
        {deletedAt === null ? (
          <>
            <RichTextView document={comment.body} />
            <Reactions comment={comment} mayWrite={mayWrite} />
          </>
        ) : (
          <p className="text-sm text-muted italic">{t('comments.deleted')}</p>
        )}
      </div>
    </li>
  );
}

function Reactions({ comment, mayWrite }: { comment: Comment; mayWrite: boolean }) {
  const { board } = useBoardModel();
  const { id: ownId } = useAccount();
  const isOn = (emoji: string) => comment.reactions[emoji]?.includes(ownId) === true;
  const toggle = (emoji: string) =>
    send(board, {
      op: 'comments.react',
      input: { commentId: comment.id, emoji, isOn: !isOn(emoji) },
    });
  return (
    <div className="mt-1 flex flex-wrap items-center gap-1">
      {Object.entries(comment.reactions).map(([emoji, people]) => (
        <Reaction
          key={emoji}
          emoji={emoji}
          people={people}
          isOn={isOn(emoji)}
          onToggle={mayWrite ? () => toggle(emoji) : undefined}
        />
      ))}
      {mayWrite && (
        <Menu
          align="start"
          className="min-w-0"
          trigger={
            <Button variant="ghost" size="iconSm" aria-label={t('comments.react')}>
              <SmilePlus aria-hidden="true" />
            </Button>
          }
        >
          {EMOJI.map((emoji) => (
            <MenuItem key={emoji} onSelect={() => toggle(emoji)}>
              {emoji}
            </MenuItem>
          ))}
        </Menu>
      )}
      <DeleteButton comment={comment} />
    </div>
  );
}

interface ReactionProps {
  emoji: string;
  people: readonly string[];
  isOn: boolean;
  /** Missing for who may only read. */
  onToggle: (() => void) | undefined;
}

function Reaction({ emoji, people, isOn, onToggle }: ReactionProps) {
  const { nameOf } = usePeople();
  const names = people.map(nameOf).join(', ');
  return (
    <Button
      size="sm"
      disabled={!onToggle}
      aria-pressed={isOn}
      aria-label={t('comments.reaction', { emoji, number: people.length, names })}
      title={names}
      className={cx(isOn && 'border-accent')}
      onClick={onToggle}
    >
      {emoji} {people.length}
    </Button>
  );
}

function DeleteButton({ comment: { id: commentId, authorId } }: { comment: Comment }) {
  const { board } = useBoardModel();
  const { id: ownId } = useAccount();
  const mayAdminister = useMayOnBoard('board:administer');
  if (authorId !== ownId && !mayAdminister) return null;
  return (
    <IconButton
      icon={Trash2}
      size="iconSm"
      label={t('comments.delete')}
      onClick={() => send(board, { op: 'comments.delete', input: { commentId } })}
    />
  );
}
