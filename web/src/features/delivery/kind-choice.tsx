import type { ReactNode } from 'react';
import { Controller } from 'react-hook-form';
import { Segmented } from '../../ui/segmented.tsx';

interface KindChoiceProps<Kind extends string> {
  name: string;
  label: string;
  options: readonly { value: Kind; label: ReactNode }[];
}

/** A switch between parts of a form, as a field of it. */
export function KindChoice<Kind extends string>({ name, label, options }: KindChoiceProps<Kind>) {
  return (
    <div className="flex flex-col items-start gap-1.5">
      <span aria-hidden="true" className="text-sm font-medium text-ink">
        {label}
      </span>
      <Controller
        name={name}
        render={({ field }) => (
          <Segmented
            label={label}
            value={field.value}
            onChange={field.onChange}
            options={options}
          />
        )}
      />
    </div>
  );
}
