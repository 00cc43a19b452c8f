import { cx } from './cx.ts';

/** A quiet ring for a pressed button or a page on its way; hidden from assistive technology. */
export function Spinner({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'size-4 animate-spin rounded-full border-2 border-current border-t-transparent opacity-80',
        className,
      )}
    />
  );
}
