import { type ReactNode, useId } from 'react';
import { t } from '../i18n/t.tsx';
import { Select } from './select.tsx';

/** A label above a control of a filter. */
export function Labelled({
  label,
  children,
}: {
  label: string;
  children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium text-ink">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  /** Values with their names; all of them stands first. */
  options: readonly (readonly [value: string, name: string])[];
  onChange: (value: string | undefined) => void;
}

/** One of several, or all of them. */
export function FilterChoice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <Labelled label={label}>
      {(id) => (
        <Select
          id={id}
          value={value ?? ''}
          onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
        >
          <option value="">{t('ui.all')}</option>
          {options.map(([own, name]) => (
            <option key={own} value={own}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Labelled>
  );
}
