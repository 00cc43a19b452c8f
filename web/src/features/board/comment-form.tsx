import { type KeyboardEvent, useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Textarea } from '../../ui/input.tsx';
import { describeRejection } from './edits.ts';
import { toRichText } from './rich-text.tsx';
import { useBoardModel } from './table-context.ts';

/** A place to say something; what was refused stays in it with the reason. */
export function CommentForm({ itemId }: { itemId: string }) {
  const { board } = useBoardModel();
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();
  const submit = () => {
    const said = text.trim();
    if (said === '') return;
    setText('');
    setError(undefined);
    const input = { itemId, id: crypto.randomUUID(), body: toRichText(said) };
    void board.mutate({ op: 'comments.create', input }).done.then((outcome) => {
      if (outcome.kind === 'done') return;
      setText((typed) => typed || said);
      setError(describeRejection(outcome.error));
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    submit();
  };
  return (
    <form
      className="mt-auto flex flex-col gap-2 pt-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label={t('comments.new')} error={error}>
        {(control) => (
          <Textarea
            {...control}
            value={text}
            placeholder={t('comments.placeholder')}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" className="self-end" disabled={text.trim() === ''}>
        {t('comments.send')}
      </Button>
    </form>
  );
}
