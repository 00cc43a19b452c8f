import { cx } from './cx.ts';

/** The mark: one wire in, two boards out. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className={cx('size-8 shrink-0', className)}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M9 8.5v15M9 16h5.5a3.5 3.5 0 0 0 3.5-3.5 3.5 3.5 0 0 1 3.5-3.5H23M9 16h5.5a3.5 3.5 0 0 1 3.5 3.5 3.5 3.5 0 0 0 3.5 3.5H23"
        className="fill-none stroke-on-accent"
        strokeWidth="2.75"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
