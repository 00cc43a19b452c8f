import { useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { Button } from '../../../ui/button.tsx';
import { DialogFooter } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Textarea } from '../../../ui/input.tsx';
import { diffWords } from './diff-words.ts';

interface MergeFormProps {
  initial: string;
  texts: { standing: string; proposed: string };
  onCancel: () => void;
  onSubmit: (merged: string) => void;
}

/** Two texts, marked where they differ, and a third one made of both to go over. */
export function MergeForm({ initial, texts, onCancel, onSubmit }: MergeFormProps) {
  const [merged, setMerged] = useState(initial);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(merged.trim());
      }}
    >
      <p className="mb-3 rounded bg-sunken p-3 text-sm break-words whitespace-pre-wrap text-ink">
        {diffWords(texts.standing, texts.proposed).map(({ kind, text }, index) => {
          if (kind === 'same') return <span key={index}>{text}</span>;
          const label = t(kind === 'left' ? 'conflict.onlyStanding' : 'conflict.onlyProposed');
          return (
            <mark
              key={index}
              title={label}
              className={
                kind === 'left'
                  ? 'rounded-inner bg-warning-soft text-warning-ink'
                  : 'rounded-inner bg-success-soft text-success-ink'
              }
            >
              <span className="sr-only">{label}: </span>
              {text}
            </mark>
          );
        })}
      </p>
      <Field label={t('conflict.merged')} hint={t('conflict.mergeHint')}>
        {(control) => (
          <Textarea
            {...control}
            autoFocus
            value={merged}
            onChange={(event) => setMerged(event.target.value)}
          />
        )}
      </Field>
      <DialogFooter>
        <Button onClick={onCancel}>{t('ui.cancel')}</Button>
        <Button type="submit" variant="primary" disabled={merged.trim() === ''}>
          {t('conflict.useMerged')}
        </Button>
      </DialogFooter>
    </form>
  );
}
