import { CatchBoundary, Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { Menu as MenuIcon, Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { lazy, Suspense, useEffect, useState } from 'react';
import { t } from '../i18n/t.tsx';
import { loadModule } from '../lib/load-module.ts';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { ConnectionPill } from './connection.tsx';
import { ErrorPanel } from './error-panel.tsx';
import { closeOverlay, openOverlay, useOverlays } from './overlays.ts';
import { PhoneTabs } from './phone-tabs.tsx';
import { setPreference, usePreferences } from './preferences.ts';
import { ReadOnlyBanner } from './read-only-banner.tsx';
import { useSession } from './session.ts';
import { Sidebar } from './sidebar.tsx';
import { useCurrentOrganization } from './use-organization.ts';
import { useShellActions } from './use-shell-actions.ts';
import { useVisits } from './use-visits.ts';
import { BoardDialogs } from '../features/boards/index.ts';
import { useInboxLive } from '../features/inbox/index.ts';
import { PlaceDialogHost } from '../features/notification-settings/index.ts';

const MAIN_ID = 'main';

/** The frame around every signed-in screen. */
export function Shell() {
  const { status } = useSession();
  if (status === 'signedOut') return <Navigate to="/log-in" search={{}} />;
  return <Frame />;
}

function Frame() {
  const isNarrow = usePreferences((preferences) => preferences.isSidebarNarrow);
  const { pathname } = useLocation();
  const organizationId = useCurrentOrganization()?.id;
  const hasOrganization = organizationId !== undefined;
  useEffect(() => {
    // Whoever works in the app has the first-run wizard behind them.
    if (hasOrganization) setPreference({ isWizardOpen: false });
  }, [hasOrganization]);
  useShellActions();
  useVisits();
  useInboxLive(organizationId);
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a
        href={`#${MAIN_ID}`}
        className="sr-only z-50 rounded bg-raised px-3 py-2 text-sm shadow-raised focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        {t('shell.skip')}
      </a>
      <aside
        className={cx(
          'sticky top-0 z-20 hidden h-dvh shrink-0 border-r border-line bg-canvas md:block',
          isNarrow ? 'w-14' : 'w-60',
        )}
      >
        <Sidebar isNarrow={isNarrow} />
      </aside>
      <PhoneBar />
      <main id={MAIN_ID} tabIndex={-1} className="min-w-0 flex-1 bg-surface outline-none">
        <ReadOnlyBanner />
        <ErrorPanel resetKey={pathname}>
          <Outlet />
        </ErrorPanel>
      </main>
      <PhoneTabs />
      <BoardDialogs />
      <PlaceDialogHost />
      <Tray />
      <WhatWasNotSaved />
    </div>
  );
}

const NotSaved = lazy(async () => ({
  default: (await loadModule(() => import('../features/board/live/not-saved.tsx'))).NotSaved,
}));

/** A page that shows something first: what waits for a connection has waited longer. */
const LISTEN_AFTER_MS = 1_000;

/** Edits that are refused on whatever page their writer is by then (web W25). */
function WhatWasNotSaved() {
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), LISTEN_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isDue) return null;
  return (
    <CatchBoundary getResetKey={() => ''} errorComponent={Nothing}>
      <Suspense>
        <NotSaved />
      </Suspense>
    </CatchBoundary>
  );
}

const ImportTray = lazy(async () => ({
  default: (await loadModule(() => import('../features/imports/import-tray.tsx'))).ImportTray,
}));

/** Long work that goes on whatever page is open (web W45); without its code the page stays whole. */
function Tray() {
  const organization = useCurrentOrganization();
  if (organization === undefined) return null;
  return (
    <CatchBoundary getResetKey={() => organization.id} errorComponent={Nothing}>
      <Suspense>
        <ImportTray organizationId={organization.id} />
      </Suspense>
    </CatchBoundary>
  );
}

function Nothing() {
  return null;
}

function PhoneBar() {
  const isOpen = useOverlays((store) => store.open === 'menu');
  const organization = useCurrentOrganization();
  const { pathname } = useLocation();
  useEffect(() => closeOverlay(), [pathname]);
  return (
    <header className="sticky top-0 z-30 flex h-13 items-center gap-2 border-b border-line bg-canvas px-2 md:hidden">
      <IconButton icon={MenuIcon} label={t('shell.openMenu')} onClick={() => openOverlay('menu')} />
      <span className="min-w-0 flex-1 truncate text-base font-semibold">{organization?.name}</span>
      <ConnectionPill />
      <IconButton icon={Search} label={t('palette.open')} onClick={() => openOverlay('palette')} />
      <Drawer isOpen={isOpen} />
    </header>
  );
}

function Drawer({ isOpen }: { isOpen: boolean }) {
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && closeOverlay()}>
      <Radix.Portal>
        <div data-scroll-lock="" className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-40 w-70 max-w-[85vw] animate-drawer bg-canvas shadow-raised outline-none"
        >
          <Radix.Title className="sr-only">{t('shell.navigation')}</Radix.Title>
          <Sidebar inDrawer />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
