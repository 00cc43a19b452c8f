import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

interface SwitchProps extends Omit<ComponentProps<'input'>, 'type' | 'role'> {
  label: ReactNode;
  hint?: ReactNode;
}

const trackClass = [
  'relative h-5 w-9 shrink-0 appearance-none rounded-full border border-control bg-sunken transition-colors',
  'before:absolute before:top-1/2 before:left-0.5 before:size-3.5 before:-translate-y-1/2 before:rounded-full',
  'before:bg-muted before:transition-transform checked:border-accent checked:bg-accent',
  'checked:before:translate-x-4 checked:before:bg-on-accent disabled:opacity-50',
].join(' ');

/** A setting that takes effect at once. */
export function Switch({ label, hint, className, ...rest }: SwitchProps) {
  const hintId = useId();
  return (
    <label className={cx('flex items-start justify-between gap-6', className)}>
      <span className="flex flex-col">
        <span className="text-base text-ink">{label}</span>
        {hint && (
          <span id={hintId} className="text-sm text-muted">
            {hint}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        role="switch"
        className={trackClass}
        aria-describedby={hint ? hintId : undefined}
        {...rest}
      />
    </label>
  );
}
