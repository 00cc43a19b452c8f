import { type RegisterOptions, useFormContext } from 'react-hook-form';
import { readProblem } from '../../form/read-problem.ts';
import { t } from '../../i18n/t.tsx';
import { Field } from '../../ui/field.tsx';
import { Textarea } from '../../ui/input.tsx';

interface TextAreaFieldProps {
  name: string;
  label: string;
  hint?: string;
  optional?: boolean;
  isCode?: boolean;
  validate?: (value: string) => string | true;
}

/** A text of several lines. */
export function TextAreaField(props: TextAreaFieldProps) {
  const { name, label, hint, optional = false, isCode = false, validate } = props;
  const { register, formState } = useFormContext();
  const rules: RegisterOptions = {
    ...(!optional && { required: t('form.required') }),
    ...(validate && { validate }),
  };
  return (
    <Field
      label={label}
      hint={hint}
      optional={optional}
      error={readProblem(formState.errors, name)}
    >
      {(control) => (
        <Textarea
          {...control}
          {...(isCode && { className: 'font-mono text-sm', spellCheck: false, translate: 'no' })}
          {...register(name, rules)}
        />
      )}
    </Field>
  );
}
