import { type SubmitEvent, useState } from 'react';
import { t } from '../i18n/t.tsx';
import { Button } from './button.tsx';
import { Dialog, DialogFooter } from './dialog.tsx';
import { Field } from './field.tsx';
import { Input } from './input.tsx';

interface NameDialogProps {
  title: string;
  label: string;
  action: string;
  initial?: string;
  placeholder?: string;
  onClose: () => void;
  /** Does it; answers why not, which keeps the dialog and what was typed. */
  onSubmit: (name: string) => string | undefined | Promise<string | undefined>;
}

/** Asks for one name. */
export function NameDialog({ title, onClose, ...form }: NameDialogProps) {
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      <NameForm onClose={onClose} {...form} />
    </Dialog>
  );
}

type NameFormProps = Omit<NameDialogProps, 'title'>;

function NameForm({ label, action, initial = '', placeholder, onClose, onSubmit }: NameFormProps) {
  const [name, setName] = useState(initial);
  const [error, setError] = useState<string>();
  const [isPending, setPending] = useState(false);
  const submit = async () => {
    if (name.trim() === '') return setError(t('form.required'));
    setPending(true);
    const problem = await onSubmit(name.trim());
    setPending(false);
    if (problem === undefined) onClose();
    else setError(problem);
  };
  const onFormSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (!isPending) void submit();
  };
  return (
    <form noValidate onSubmit={onFormSubmit}>
      <Field label={label} error={error}>
        {(control) => (
          <Input
            {...control}
            value={name}
            placeholder={placeholder}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button type="submit" variant="primary" pending={isPending}>
          {action}
        </Button>
      </DialogFooter>
    </form>
  );
}
