import type { ComponentProps, ReactNode } from 'react';
import { Controller, type RegisterOptions, useFormContext } from 'react-hook-form';
import { t } from '../i18n/t.tsx';
import { readProblem } from './read-problem.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { CodeInput } from '../ui/code-field.tsx';
import { Field } from '../ui/field.tsx';
import { Input } from '../ui/input.tsx';
import { PasswordInput } from '../ui/password-field.tsx';
import { Select } from '../ui/select.tsx';

interface FieldOptions {
  name: string;
  label: string;
  hint?: ReactNode;
  optional?: boolean;
}

function useField({ name, optional = false }: FieldOptions, rules: RegisterOptions = {}) {
  const { register, formState } = useFormContext();
  const error = readProblem(formState.errors, name);
  const required = optional ? {} : { required: t('form.required') };
  return { error, registration: register(name, { ...required, ...rules }) };
}

type TextFieldProps = FieldOptions & Omit<ComponentProps<'input'>, 'name'>;

export function TextField({ name, label, hint, optional = false, ...rest }: TextFieldProps) {
  const { error, registration } = useField({ name, label, optional });
  return (
    <Field label={label} hint={hint} error={error} optional={optional}>
      {(control) => <Input {...control} {...rest} {...registration} />}
    </Field>
  );
}

export function EmailField({
  name = 'email',
  label = t('form.email'),
  ...rest
}: Partial<TextFieldProps>) {
  return (
    <TextField
      type="email"
      inputMode="email"
      autoCapitalize="off"
      spellCheck={false}
      autoComplete="email"
      name={name}
      label={label}
      {...rest}
    />
  );
}

/** A password; `autoComplete` tells the manager whether to fill or to propose one. */
export function PasswordField({ name, label, hint, ...rest }: TextFieldProps) {
  const { error, registration } = useField({ name, label });
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <PasswordInput {...control} {...rest} {...registration} />}
    </Field>
  );
}

type SelectFieldProps = FieldOptions & Omit<ComponentProps<'select'>, 'name'>;

export function SelectField({ name, label, hint, children, ...rest }: SelectFieldProps) {
  const { error, registration } = useField({ name, label });
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <Select {...control} {...rest} {...registration}>
          {children}
        </Select>
      )}
    </Field>
  );
}

/** A yes or no of a form. */
export function CheckboxField({ name, label, hint }: FieldOptions) {
  const { register } = useFormContext();
  return <Checkbox label={label} hint={hint} {...register(name)} />;
}

interface CodeFieldProps extends FieldOptions {
  onComplete?: () => void;
}

export function CodeField({ name, label, hint, onComplete }: CodeFieldProps) {
  const { error } = useField({ name, label });
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <Controller
          name={name}
          rules={{ required: t('form.required') }}
          render={({ field }) => (
            <CodeInput
              {...control}
              {...field}
              {...(onComplete ? { onComplete: () => setTimeout(onComplete) } : {})}
            />
          )}
        />
      )}
    </Field>
  );
}
