import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import { controlClass } from './input.tsx';

interface SelectProps extends ComponentProps<'select'> {
  inline?: boolean;
}

/** The browser's own select, so that phones, keyboards and screen readers get what they know. */
export function Select({ className, inline = false, children, ...rest }: SelectProps) {
  return (
    <span className={cx('relative', inline ? 'inline-flex' : 'flex', className)}>
      <select
        className={cx(
          controlClass,
          'select cursor-pointer appearance-none',
          inline
            ? 'h-8 field-sizing-content pr-8 pl-2.5 text-sm whitespace-nowrap'
            : 'h-9 w-full pr-9 pl-3',
        )}
        {...rest}
      >
        {children}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
