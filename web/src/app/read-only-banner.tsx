import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { t } from '../i18n/t.tsx';
import { useRead } from '../lib/query.ts';
import { useAccount } from './use-account.ts';

/** Others' switch shows within this time; whoever is refused sees it at once. */
const REFETCH_MS = 20_000;
/** What pages that fill the window leave free at its top. */
const HEIGHT_PROPERTY = '--banner-height';

/** Says that the server takes no changes for now, and why (web W28). */
export function ReadOnlyBanner() {
  const { data } = useRead('instance.status', {}, { refetchEveryMs: REFETCH_MS });
  const readOnly = data?.readOnly;
  return <div role="status">{readOnly && <Banner reason={readOnly.reason} />}</div>;
}

function Banner({ reason }: { reason: string }) {
  const { isInstanceOwner } = useAccount();
  const banner = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { style } = document.documentElement;
    const observer = new ResizeObserver(([entry]) => {
      const height = entry?.borderBoxSize[0]?.blockSize ?? 0;
      style.setProperty(HEIGHT_PROPERTY, `${height}px`);
    });
    if (banner.current) observer.observe(banner.current);
    return () => {
      observer.disconnect();
      style.removeProperty(HEIGHT_PROPERTY);
    };
  }, []);
  return (
    <div
      ref={banner}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-warning-soft px-4 py-2 text-sm text-warning-ink sm:px-6"
    >
      <span className="flex min-w-0 flex-1 basis-70 items-start gap-2">
        <Lock aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0 break-words">
          <strong className="font-semibold">{t('live.readOnly')}:</strong> {reason}
          <span className="hidden sm:inline"> · {t('readOnly.goOn')}</span>
        </span>
      </span>
      {isInstanceOwner && (
        <Link to="/instance/settings" className="shrink-0 font-medium underline">
          {t('readOnly.toSettings')}
        </Link>
      )}
    </div>
  );
}
