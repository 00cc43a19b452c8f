import type { Live } from '@boardwire/sdk/live';
import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { useSession } from '../../../app/session.ts';
import { openLive } from '../../../lib/live.ts';
import { loadModule } from '../../../lib/load-module.ts';
import { useOneTab } from '../../../lib/use-one-tab.ts';
import { noteNewVersion } from '../../../pwa/new-version.ts';

const NotSavedCard = lazy(async () => ({
  default: (await loadModule(() => import('./not-saved-card.tsx'))).NotSavedCard,
}));

/** Name of the turn among tabs: what was not saved is told in one of them. */
const TURN = 'boardwire:not-saved';

/** Listens on every page for edits that were refused after theirs was left (web W25), and sends what still waits. */
export function NotSaved() {
  const { status } = useSession();
  return status === 'signedIn' ? <Listener live={openLive()} /> : null;
}

function Listener({ live }: { live: Live }) {
  const edits = useSyncExternalStore(live.subscribe, live.notSaved);
  const isOutdated = useSyncExternalStore(live.subscribe, live.isOutdated);
  const isHere = useOneTab(TURN, edits.length > 0);
  useEffect(() => {
    if (isOutdated) noteNewVersion();
  }, [isOutdated]);
  if (!isHere || edits.length === 0) return null;
  return (
    <Suspense>
      <NotSavedCard edits={edits} onSeen={() => live.forgetNotSaved(edits.map(({ id }) => id))} />
    </Suspense>
  );
}
