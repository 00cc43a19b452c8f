import { CatchBoundary } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { t } from '../i18n/t.tsx';
import { ErrorState } from '../ui/error-state.tsx';

/** Keeps a crash inside its panel; `resetKey` clears it, such as a change of page (web W44). */
export function ErrorPanel({ resetKey, children }: { resetKey: string; children: ReactNode }) {
  return (
    <CatchBoundary getResetKey={() => resetKey} errorComponent={CrashedPanel}>
      {children}
    </CatchBoundary>
  );
}

/** What stands in the place of a panel that crashed. */
function CrashedPanel({ reset }: { reset: () => void }) {
  return (
    <div className="mx-auto w-full max-w-240 px-4 py-10 sm:px-8">
      <ErrorState title={t('ui.error.crashTitle')} message={t('ui.error.crash')} onRetry={reset} />
    </div>
  );
}
