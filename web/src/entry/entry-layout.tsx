import { Outlet } from '@tanstack/react-router';
import { useRead } from '../lib/query.ts';
import { t } from '../i18n/t.tsx';
import { Logo } from '../ui/logo.tsx';
import { ErrorPanel } from '../app/error-panel.tsx';

/** The frame of every screen before the app: the mark, one card, the version. */
export function EntryLayout() {
  return (
    <div className="entry-backdrop flex min-h-dvh flex-col items-center px-4 py-10 sm:py-16">
      <main className="flex w-full max-w-105 flex-1 flex-col gap-6">
        <div className="flex items-center gap-2.5">
          <Logo className="size-7" />
          <span className="text-lg font-semibold tracking-tight">Boardwire</span>
        </div>
        <ErrorPanel resetKey="entry">
          <Outlet />
        </ErrorPanel>
      </main>
      <Footer />
    </div>
  );
}

function Footer() {
  const { data } = useRead('instance.status', {});
  if (!data) return null;
  return (
    <footer className="mt-10 text-xs text-faint">
      {t('entry.footer', { version: data.version })}
    </footer>
  );
}
