import { lazyRouteComponent as lazy, Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { Toaster } from '../ui/toaster.tsx';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { useOverlays } from './overlays.ts';
import { useSession } from './session.ts';
import { useShortcuts } from './use-shortcuts.ts';

const CommandPalette = lazy(() => import('./command-palette.tsx'), 'CommandPalette');
const ShortcutDialog = lazy(() => import('./shortcut-dialog.tsx'), 'ShortcutDialog');
const SessionEnded = lazy(
  () => import('../features/authentication/session-ended.tsx'),
  'SessionEnded',
);

/** What lies over every page: notices, palette, shortcuts, and the sign-in of an ended session. */
export function Root() {
  useShortcuts();
  return (
    <TooltipProvider>
      <Outlet />
      <Overlays />
      <Toaster />
    </TooltipProvider>
  );
}

function Overlays() {
  const open = useOverlays((store) => store.open);
  const { status } = useSession();
  return (
    <Suspense>
      {status === 'ended' && <SessionEnded />}
      {open === 'palette' && <CommandPalette />}
      {open === 'shortcuts' && <ShortcutDialog />}
    </Suspense>
  );
}
