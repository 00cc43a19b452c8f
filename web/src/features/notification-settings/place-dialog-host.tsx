import { CatchBoundary, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { loadModule } from '../../lib/load-module.ts';
import { closePlaceSettings, usePlaceDialog } from './place-asked.ts';

const PlaceDialog = lazy(async () => ({
  default: (await loadModule(() => import('./place-dialog.tsx'))).PlaceDialog,
}));

/** The dialog that acts on boards open; the frame draws it once, and its code comes with the first opening. */
export function PlaceDialogHost() {
  const asked = usePlaceDialog((store) => store.asked);
  const { pathname } = useLocation();
  useEffect(() => closePlaceSettings(), [pathname]);
  if (asked === null) return null;
  return (
    <CatchBoundary getResetKey={() => asked.id} errorComponent={Nothing}>
      <Suspense>
        <PlaceDialog />
      </Suspense>
    </CatchBoundary>
  );
}

function Nothing() {
  return null;
}
