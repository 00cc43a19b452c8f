import { useSyncExternalStore } from 'react';
import { t } from '../i18n/t.tsx';
import { Pill } from '../ui/pill.tsx';
import { Tooltip } from '../ui/tooltip.tsx';

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** Whether the browser has a network at all. */
function useIsOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine);
}

/** Says so when the connection is gone; silent while all is well (web W23). */
export function ConnectionPill({ isNarrow = false }: { isNarrow?: boolean }) {
  const isOnline = useIsOnline();
  return (
    <div role="status" className="empty:hidden">
      {!isOnline && (
        <Tooltip label={t('shell.offlineHint')} side="right">
          <button type="button" className="mb-2 rounded-full">
            <Pill tone="waiting" label={isNarrow ? '' : t('shell.offline')} />
          </button>
        </Tooltip>
      )}
    </div>
  );
}
