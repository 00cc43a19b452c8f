import type { RichText } from '@boardwire/contract/rich-text';
import { ArrowUp } from 'lucide-react';
import { Suspense, useRef, useState } from 'react';
import { useAccount } from '../../../app/use-account.ts';
import { t } from '../../../i18n/t.tsx';
import { keepDraft, readDraft } from '../../../lib/drafts.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button } from '../../../ui/button.tsx';
import { FieldError } from '../../../ui/field.tsx';
import { CardSkeleton } from '../../../ui/skeleton.tsx';
import { describeRejection } from '../describe-rejection.ts';
import { useTable } from '../table-context.ts';
import { OwnText } from './lazy-editor.tsx';
import { isBlank } from './rich-text.tsx';

const EMPTY: RichText = { blocks: [] };

/** The comment that is being written; it survives a reload, and a refusal. */
function useDraft(itemId: string) {
  const { board } = useTable().model;
  const { id: ownId } = useAccount();
  const draftName = `comment:${itemId}`;
  const [body, setBody] = useState(() => readDraft<RichText>(ownId, draftName) ?? EMPTY);
  /** What stands in the editor now, for an answer that comes later. */
  const latest = useRef(body);
  /** Each draft has an editor of its own. */
  const [editor, setEditor] = useState({ number: 0, initial: body, isFocused: false });
  const [error, setError] = useState<string>();
  const change = (next: RichText) => {
    setBody(next);
    latest.current = next;
    keepDraft(ownId, draftName, isBlank(next) ? undefined : next);
  };
  const restart = (initial: RichText) => {
    change(initial);
    setEditor(({ number }) => ({ number: number + 1, initial, isFocused: true }));
  };
  const submit = () => {
    if (isBlank(body)) return;
    restart(EMPTY);
    setError(undefined);
    const input = { itemId, id: crypto.randomUUID(), body };
    void board.mutate({ op: 'comments.create', input }).done.then((outcome) => {
      if (outcome.kind === 'done') return;
      // What was begun since stays below it.
      const since = readDraft<RichText>(ownId, draftName) ?? latest.current;
      restart({ blocks: [...body.blocks, ...since.blocks] });
      setError(describeRejection(outcome.error));
    });
  };
  return { isEmpty: isBlank(body), editor, error, change, submit };
}

/** A place to say something. What was begun survives a reload; what was refused stays in it with the reason. */
export function CommentForm({ itemId }: { itemId: string }) {
  const { id: ownId, name } = useAccount();
  const { isEmpty, editor, error, change, submit } = useDraft(itemId);
  return (
    <div className="flex gap-3">
      <span className="pt-1.5 max-sm:hidden">
        <Avatar name={name} seed={ownId} />
      </span>
      <div className="min-w-0 flex-1">
        <Suspense fallback={<CardSkeleton lines={1} />}>
          <OwnText
            key={editor.number}
            label={t('comments.new')}
            placeholder={t('comments.placeholder')}
            initial={editor.initial}
            isFocused={editor.isFocused}
            className={boxClass}
            onChange={change}
            onSubmit={submit}
            footer={<SendButton isEmpty={isEmpty} onSend={submit} />}
          />
        </Suspense>
        {error !== undefined && <FieldError id="comment-problem" text={error} />}
      </div>
    </div>
  );
}

function SendButton({ isEmpty, onSend }: { isEmpty: boolean; onSend: () => void }) {
  return (
    <Button
      size="iconSm"
      variant="primary"
      aria-label={t('comments.send')}
      title={t('comments.sendKeys')}
      disabled={isEmpty}
      onClick={onSend}
    >
      <ArrowUp aria-hidden="true" />
    </Button>
  );
}

/** The frame of a text that is written and sent. */
export const boxClass =
  'rounded border border-control bg-surface px-3 py-2 text-base focus-within:border-focus focus-within:outline-2 focus-within:outline-focus';
