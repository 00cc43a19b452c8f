import { type SubmitEvent, type ReactNode, useState } from 'react';
import { t } from '../i18n/t.tsx';
import { Button } from './button.tsx';
import { Dialog, DialogFooter } from './dialog.tsx';
import { Field } from './field.tsx';
import { Input } from './input.tsx';

interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What it touches and whether it can be undone. */
  description: ReactNode;
  action: string;
  tone?: 'danger' | 'primary';
  /** Text to type before the button works, for acts that cannot be undone (web W18). */
  typeToConfirm?: string;
  error?: string | undefined;
  pending?: boolean;
  /** False while something has to be done first; the description says what. */
  isAllowed?: boolean;
  onConfirm: () => void;
  children?: ReactNode;
}

/** Asks before a dangerous act; the safe button has the focus. */
export function ConfirmDialog({
  title,
  description,
  open,
  onOpenChange,
  ...form
}: ConfirmDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} description={description}>
      <ConfirmForm onCancel={() => onOpenChange(false)} {...form} />
    </Dialog>
  );
}

type ConfirmFormProps = Omit<
  ConfirmDialogProps,
  'open' | 'onOpenChange' | 'title' | 'description'
> & { onCancel: () => void };

function ConfirmForm({
  action,
  tone = 'danger',
  typeToConfirm,
  error,
  pending = false,
  isAllowed = true,
  onConfirm,
  onCancel,
  children,
}: ConfirmFormProps) {
  const [typed, setTyped] = useState('');
  const isTyped = typeToConfirm === undefined || typed.trim() === typeToConfirm.trim();
  const isReady = isAllowed && isTyped;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isReady && !pending) onConfirm();
  };
  return (
    <form onSubmit={submit}>
      {children}
      {typeToConfirm !== undefined && (
        <TypedName value={typed} onChange={setTyped} expected={typeToConfirm} />
      )}
      {error && (
        <p role="alert" className="mt-3 text-sm text-danger-ink">
          {error}
        </p>
      )}
      <DialogFooter>
        <Button onClick={onCancel}>{t('ui.cancel')}</Button>
        <Button type="submit" variant={tone} pending={pending} disabled={!isReady}>
          {action}
        </Button>
      </DialogFooter>
    </form>
  );
}

interface TypedNameProps {
  value: string;
  expected: string;
  onChange: (value: string) => void;
}

function TypedName({ value, expected, onChange }: TypedNameProps) {
  return (
    <Field label={t('ui.typeToConfirm', { name: expected })}>
      {(control) => (
        <Input
          {...control}
          value={value}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
