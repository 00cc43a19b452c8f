import { cx } from './cx.ts';

const DOTS = {
  live: 'bg-success-ink',
  waiting: 'bg-warning-ink',
  idle: 'bg-faint',
} as const;

interface PillProps {
  tone: keyof typeof DOTS;
  label: string;
  className?: string;
}

/** The state of the connection or of saving: one quiet line, announced politely (web W39). */
export function Pill({ tone, label, className }: PillProps) {
  return (
    <span
      role="status"
      className={cx(
        'inline-flex h-6 items-center gap-2 rounded-full border border-line bg-surface px-2.5 text-xs text-muted',
        className,
      )}
    >
      <span aria-hidden="true" className={cx('size-1.5 rounded-full', DOTS[tone])} />
      {label}
    </span>
  );
}
