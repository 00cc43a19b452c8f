import { CircleAlert } from 'lucide-react';
import type { ReactNode, SubmitEvent } from 'react';
import { type FieldValues, FormProvider, useFormContext, useFormState } from 'react-hook-form';
import { t } from '../i18n/t.tsx';
import { useFocusFirst } from '../lib/use-focus-first.ts';
import { cx } from '../ui/cx.ts';
import { Button, type ButtonProps } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import type { ServerForm } from './use-server-form.ts';

interface FormProps<Values extends FieldValues> {
  form: ServerForm<Values>;
  label?: string;
  className?: string;
  /** Puts the focus into the first empty field, on a page or step that is there for this form. */
  focusesFirst?: boolean;
  children: ReactNode;
}

/** A form element bound to a server form; its fields find the form by context. */
export function Form<Values extends FieldValues>({
  form,
  label,
  className,
  focusesFirst = false,
  children,
}: FormProps<Values>) {
  const root = useFocusFirst<HTMLFormElement>(focusesFirst);
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    // A form inside a dialog must not submit the form that the dialog was opened from.
    event.stopPropagation();
    void form.submit();
  };
  return (
    <FormProvider {...form}>
      <form
        ref={root}
        noValidate
        aria-label={label}
        onSubmit={onSubmit}
        className={cx('flex flex-col gap-4', className)}
      >
        {children}
      </form>
    </FormProvider>
  );
}

/** What the server refused about the form as a whole. */
export function FormError() {
  const { errors } = useFormState();
  const problem = errors.root?.['server'];
  if (!problem?.message) return null;
  return (
    <div
      role="alert"
      className="flex gap-2 rounded bg-danger-soft px-3 py-2.5 text-sm text-danger-ink"
    >
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="flex min-w-0 flex-col">
        <span>{problem.message}</span>
        {problem.type && <FormRequestId value={String(problem.type)} />}
      </div>
    </div>
  );
}

function FormRequestId({ value }: { value: string }) {
  return (
    <span className="flex items-center gap-1 text-xs">
      <span className="shrink-0">{t('ui.error.requestId')}</span>
      <code className="truncate font-mono">{value}</code>
      <CopyButton value={value} label={t('ui.error.copyRequestId')} />
    </span>
  );
}

/** Sends the form; while it is under way it cannot be sent again. */
export function SubmitButton({
  onlyWhenChanged = false,
  ...rest
}: ButtonProps & { onlyWhenChanged?: boolean }) {
  const { formState } = useFormContext();
  const isIdle = onlyWhenChanged && !formState.isDirty;
  return (
    <Button
      type="submit"
      variant="primary"
      pending={formState.isSubmitting}
      disabled={isIdle}
      {...rest}
    />
  );
}
