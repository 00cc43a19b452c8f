import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type'> {
  label: ReactNode;
  hint?: ReactNode;
}

const boxClass = [
  'peer size-4 shrink-0 appearance-none rounded-inner border border-control bg-surface transition-colors',
  'checked:border-accent checked:bg-accent disabled:opacity-50',
].join(' ');

export function Checkbox({ label, hint, className, ...rest }: CheckboxProps) {
  const hintId = useId();
  return (
    <label className={cx('flex min-h-6 items-start gap-2.5 py-0.5', className)}>
      <span className="relative mt-0.5 grid place-items-center">
        <input
          type="checkbox"
          className={boxClass}
          aria-describedby={hint ? hintId : undefined}
          {...rest}
        />
        <Tick />
      </span>
      <span className="flex flex-col">
        <span className="text-sm text-ink">{label}</span>
        {hint && (
          <span id={hintId} className="text-sm text-muted">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}

function Tick() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      className="pointer-events-none absolute size-4 fill-none stroke-on-accent stroke-2 opacity-0 peer-checked:opacity-100"
    >
      <path d="m4.5 8.4 2.4 2.3 4.6-5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
