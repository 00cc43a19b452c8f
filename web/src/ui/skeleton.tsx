import { type ReactNode, useEffect, useState } from 'react';
import { t } from '../i18n/t.tsx';
import { cx } from './cx.ts';

/** Web W45: what loads faster than this never flickers. */
const SKELETON_DELAY_MS = 200;

/** Shows its children after a wait, and tells assistive technology that the page is loading. */
function Loading({ children }: { children: ReactNode }) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SKELETON_DELAY_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" className={cx(!isLate && 'invisible')}>
      <span className="sr-only">{t('ui.loading')}</span>
      <div aria-hidden="true">{children}</div>
    </div>
  );
}

/** A grey bar in the place of a text. */
function Bone({ className }: { className?: string }) {
  return <span className={cx('block animate-pulse rounded-inner bg-neutral-soft', className)} />;
}

/** The frame of a table with `rows` rows, as high as the real one. */
export function TableSkeleton({ rows = 4 }: { rows?: number }) {
  return (
    <Loading>
      <div className="rounded border border-line bg-surface">
        <div className="flex h-9 items-center border-b border-line px-4">
          <Bone className="h-3 w-20" />
        </div>
        {Array.from({ length: rows }, (_, row) => (
          <div
            key={row}
            className="flex h-14 items-center gap-3 border-b border-line px-4 last:border-0"
          >
            <Bone className="size-7" />
            <Bone className="h-3.5 w-1/3" />
            <Bone className="ml-auto h-3.5 w-1/6" />
          </div>
        ))}
      </div>
    </Loading>
  );
}

/** The frame of a card with `lines` settings. */
export function CardSkeleton({ lines = 3 }: { lines?: number }) {
  return (
    <Loading>
      <div className="flex flex-col gap-5 rounded border border-line bg-surface p-5">
        {Array.from({ length: lines }, (_, line) => (
          <div key={line} className="flex flex-col gap-2">
            <Bone className="h-3 w-24" />
            <Bone className="h-9 w-full" />
          </div>
        ))}
      </div>
    </Loading>
  );
}
