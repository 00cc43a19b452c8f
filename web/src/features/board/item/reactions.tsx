import type { Comment } from '@boardwire/contract/comments';
import { SmilePlus } from 'lucide-react';
import { useAccount } from '../../../app/use-account.ts';
import { t } from '../../../i18n/t.tsx';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { PopoverButton } from '../../../ui/popover-button.tsx';
import { send } from '../edits.ts';
import { usePeople } from '../people.tsx';
import { useTable } from '../table-context.ts';

/** Offered to react with; those of others can be joined whatever they are. */
const EMOJI = ['👍', '❤️', '🎉', '😄', '👀', '✅', '🙏', '🚀'] as const;

function useToggle({ id: commentId, reactions }: Comment): {
  isOn: (emoji: string) => boolean;
  toggle: (emoji: string) => void;
} {
  const { board } = useTable().model;
  const { id: ownId } = useAccount();
  const isOn = (emoji: string) => reactions[emoji]?.includes(ownId) === true;
  const toggle = (emoji: string) =>
    void send(board, { op: 'comments.react', input: { commentId, emoji, isOn: !isOn(emoji) } });
  return { isOn, toggle };
}

/** Reactions to a comment, by emoji. */
export function Reactions({ comment, mayWrite }: { comment: Comment; mayWrite: boolean }) {
  const { nameOf } = usePeople();
  const { isOn, toggle } = useToggle(comment);
  const reactions = Object.entries(comment.reactions);
  if (reactions.length === 0) return null;
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-1">
      {reactions.map(([emoji, people]) => {
        const names = people.map(nameOf).join(', ');
        return (
          <button
            key={emoji}
            type="button"
            disabled={!mayWrite}
            aria-pressed={isOn(emoji)}
            aria-label={t('comments.reaction', { emoji, number: people.length, names })}
            title={names}
            onClick={() => toggle(emoji)}
            className={cx(
              'inline-flex h-6 items-center gap-1 rounded-full border px-2 text-xs tabular-nums transition-colors',
              isOn(emoji)
                ? 'border-accent bg-accent-soft text-accent-ink'
                : 'border-line bg-surface text-muted hover:bg-hover',
            )}
          >
            <span className="text-sm">{emoji}</span>
            {people.length}
          </button>
        );
      })}
    </div>
  );
}

/** The button that offers a few emoji. */
export function AddReaction({ comment }: { comment: Comment }) {
  const { isOn, toggle } = useToggle(comment);
  return (
    <PopoverButton
      label={t('comments.react')}
      align="end"
      className="p-1"
      trigger={
        <Button variant="ghost" size="iconSm" aria-label={t('comments.react')}>
          <SmilePlus aria-hidden="true" />
        </Button>
      }
    >
      {(close) => (
        <div className="flex gap-0.5">
          {EMOJI.map((emoji) => (
            <button
              key={emoji}
              type="button"
              aria-pressed={isOn(emoji)}
              aria-label={t('comments.reactWith', { emoji })}
              onClick={() => {
                toggle(emoji);
                close();
              }}
              className={cx(
                'grid size-8 place-items-center rounded-inner text-lg hover:bg-hover',
                isOn(emoji) && 'bg-accent-soft',
              )}
            >
              {emoji}
            </button>
          ))}
        </div>
      )}
    </PopoverButton>
  );
}
