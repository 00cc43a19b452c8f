import { RotateCw, TriangleAlert } from 'lucide-react';
import { t } from '../i18n/t.tsx';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';

interface ErrorStateProps {
  title?: string;
  /** What happened, what was kept, what to do (web W44). */
  message: string;
  requestId?: string | undefined;
  onRetry?: (() => void) | undefined;
}

/** A failed panel: it never blanks the page, and is retried in place. */
export function ErrorState({
  title = t('ui.error.title'),
  message,
  requestId,
  onRetry,
}: ErrorStateProps) {
  return (
    <div
      role="alert"
      className="flex items-start gap-3 rounded border border-line bg-surface p-4 sm:p-5"
    >
      <span className="grid size-8 shrink-0 place-items-center rounded bg-danger-soft text-danger-ink">
        <TriangleAlert aria-hidden="true" className="size-4" />
      </span>
      <div className="flex min-w-0 flex-col items-start gap-3">
        <div>
          <p className="text-base font-semibold text-ink">{title}</p>
          <p className="text-sm text-muted">{message}</p>
        </div>
        {requestId && <RequestId value={requestId} />}
        {onRetry && (
          <Button onClick={onRetry}>
            <RotateCw aria-hidden="true" />
            {t('ui.retry')}
          </Button>
        )}
      </div>
    </div>
  );
}

function RequestId({ value }: { value: string }) {
  return (
    <p className="flex max-w-full items-center gap-1.5 text-xs text-muted">
      <span className="shrink-0">{t('ui.error.requestId')}</span>
      <code className="truncate font-mono">{value}</code>
      <CopyButton value={value} label={t('ui.error.copyRequestId')} />
    </p>
  );
}
