import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import type { FailureError } from '../lib/failure.ts';
import { describeFailure } from '../lib/failure-text.ts';
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

/** The same where nothing is around it, so that the page has its landmark. */
export function StartFailedPage(props: ErrorComponentProps) {
  return (
    <main>
      <StartFailed {...props} />
    </main>
  );
}

/** A page that could not start: the server is away, or its code failed. */
export function StartFailed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  const message = isFailureError(error) ? describeFailure(error.failure) : t('ui.error.crash');
  return (
    <div className="mx-auto flex w-full max-w-130 flex-col gap-6 px-4 py-16">
      <h1 className="flex items-center gap-2.5 text-lg font-semibold tracking-tight">
        <Logo />
        Boardwire
      </h1>
      <ErrorState
        message={message}
        requestId={isFailureError(error) ? error.failure.requestId : undefined}
        onRetry={retry}
      />
    </div>
  );
}
