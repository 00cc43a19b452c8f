import type { ComponentProps, ReactNode } from 'react';

const dotClass = [
  'mt-0.5 grid size-4 shrink-0 appearance-none place-items-center rounded-full border border-control bg-surface transition-colors',
  'before:size-1.5 before:rounded-full before:bg-transparent checked:border-accent checked:bg-accent checked:before:bg-on-accent',
].join(' ');

/** One answer of several. */
export function Radio({
  label,
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode }) {
  return (
    <label className="flex min-h-6 cursor-pointer items-start gap-2.5 py-0.5 text-base text-ink">
      <input type="radio" className={dotClass} {...rest} />
      {label}
    </label>
  );
}
