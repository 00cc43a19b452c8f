import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import type { FailureError } from '../lib/failure.ts';
import { describeFailure } from '../lib/failure-text.ts';
import { isMissingModule } from '../lib/load-module.ts';
import { isFault } from '../lib/is-fault.ts';
import { t } from '../i18n/t.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Logo } from '../ui/logo.tsx';

/** The mark alone, while the app finds out who is here. */
export function StartPending() {
  return (
    <div role="status" className="grid min-h-[60dvh] place-items-center">
      <span className="sr-only">{t('ui.loading')}</span>
      <Logo className="animate-pulse" />
    </div>
  );
}

function isFailureError(error: unknown): error is FailureError {
  return error instanceof Error && 'failure' in error;
}

function describeError(error: unknown): string {
  if (isFailureError(error)) return describeFailure(error.failure);
  return isMissingModule(error) ? error.message : t('ui.error.crash');
}

/** The same where nothing is around it, so that the page has its landmark. */
export function StartFailedPage(props: ErrorComponentProps) {
  return (
    <main className="mx-auto max-w-150 py-10">
      <Logo className="mx-4 sm:mx-8" />
      <StartFailed {...props} />
    </main>
  );
}

/** A page that could not start: the server is away, or its code failed. */
export function StartFailed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    // Code that could not be fetched is asked for anew only by a new page.
    if (isMissingModule(error)) return window.location.reload();
    reset();
    void router.invalidate();
  };
  return (
    <div className="mx-auto flex w-full max-w-240 flex-col gap-6 px-4 py-6 sm:px-8 sm:py-10">
      <h1 className="text-xl font-semibold tracking-tight">{t('ui.error.page')}</h1>
      <ErrorState
        message={describeError(error)}
        requestId={
          isFailureError(error) && isFault(error.failure) ? error.failure.requestId : undefined
        }
        onRetry={retry}
      />
    </div>
  );
}
