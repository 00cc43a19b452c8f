import { lazyRouteComponent as lazy, Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useToasts } from '../ui/toast-store.ts';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { useOverlays } from './overlays.ts';
import { useSession } from './session.ts';
import { useShortcuts } from './use-shortcuts.ts';

const CommandPalette = lazy(() => import('./command-palette.tsx'), 'CommandPalette');
const ShortcutDialog = lazy(() => import('./shortcut-dialog.tsx'), 'ShortcutDialog');
const Toaster = lazy(() => import('../ui/toaster.tsx'), 'Toaster');
const SessionEnded = lazy(() => import('../features/authentication/session-ended.tsx'));

/** What lies over every page: notices, palette, shortcuts, and the sign-in of an ended session. */
export function Root() {
  useShortcuts();
  return (
    <TooltipProvider>
      <Outlet />
      <Overlays />
    </TooltipProvider>
  );
}

function Overlays() {
  const open = useOverlays((store) => store.open);
  const hasToasts = useToasts((store) => store.toasts.length > 0);
  const { status } = useSession();
  return (
    <Suspense>
      {status === 'ended' && <SessionEnded />}
      {open === 'palette' && <CommandPalette />}
      {open === 'shortcuts' && <ShortcutDialog />}
      {hasToasts && <Toaster />}
    </Suspense>
  );
}
