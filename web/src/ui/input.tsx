import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

/** The look shared by every text control. */
export const controlClass = [
  'rounded border border-control bg-surface text-base text-ink transition-colors',
  'hover:border-muted focus-visible:border-focus focus-visible:outline-offset-0',
  'disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-muted',
  '[&[readonly]]:bg-sunken aria-invalid:border-danger-ink',
].join(' ');

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cx(controlClass, 'h-9 w-full px-3', className)} {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea className={cx(controlClass, 'min-h-20 w-full px-3 py-2', className)} {...rest} />
  );
}
