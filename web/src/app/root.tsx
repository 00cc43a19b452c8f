import { CatchBoundary, type ErrorComponentProps, Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { loadModule } from '../lib/load-module.ts';
import { showToast } from '../ui/toast-store.ts';
import { VersionBanner } from '../pwa/version-banner.tsx';
import { Toaster } from '../ui/toaster.tsx';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { ContextMenu } from './context-menu.tsx';
import { closeOverlay, useOverlays } from './overlays.ts';
import { hasChangedHands, useSession } from './session.ts';
import { useShortcuts } from './use-shortcuts.ts';

const CommandPalette = lazy(async () => ({
  default: (await loadModule(() => import('./command-palette.tsx'))).CommandPalette,
}));
const ShortcutDialog = lazy(async () => ({
  default: (await loadModule(() => import('./shortcut-dialog.tsx'))).ShortcutDialog,
}));
const SessionEnded = lazy(async () => ({
  default: (await loadModule(() => import('../features/authentication/session-ended.tsx')))
    .SessionEnded,
}));

/** What lies over every page: notices, palette, shortcuts, and the sign-in of an ended session. */
export function Root() {
  useShortcuts();
  return (
    <TooltipProvider>
      <Outlet />
      <Overlays />
      <ContextMenu />
      <Toaster />
      <VersionBanner />
    </TooltipProvider>
  );
}

function Overlays() {
  const open = useOverlays((store) => store.open);
  const session = useSession();
  const { status } = session;
  return (
    <CatchBoundary getResetKey={() => `${open} ${status}`} errorComponent={MissingOverlay}>
      <Suspense>
        {status === 'ended' && !hasChangedHands(session) && <SessionEnded />}
        {open === 'palette' && <CommandPalette />}
        {open === 'shortcuts' && <ShortcutDialog />}
      </Suspense>
    </CatchBoundary>
  );
}

/** An overlay whose code did not come: one notice, and the page stays. */
function MissingOverlay({ error }: ErrorComponentProps) {
  const { message } = error as Error;
  useEffect(() => {
    showToast({ tone: 'danger', title: message });
    closeOverlay();
  }, [message]);
  return null;
}
