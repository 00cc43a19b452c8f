import { useEffect } from 'react';
import { t } from '../i18n/t.tsx';
import { Button } from '../ui/button.tsx';
import { useNewVersion } from './new-version.ts';

/** Nobody has touched the page for so long: it may be loaded anew unasked. */
const IDLE_MS = 300_000;
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'pointermove', 'wheel'] as const;

/** Whether leaving the page would ask first, as it does while edits wait: nobody is there to answer. */
function holdsBack(): boolean {
  return !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
}

/** Loads the page anew once nobody has used it for a while and nothing is being written in it. */
function useReloadWhenIdle(isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted) return;
    const ends = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const reload = () => {
      const isWriting = document.activeElement?.matches('input, textarea, [contenteditable]');
      const isBusy = document.querySelector('[role="dialog"]') !== null || holdsBack();
      if (isWriting === true || isBusy) return begin();
      window.location.reload();
    };
    const begin = () => {
      clearTimeout(timer);
      timer = setTimeout(reload, IDLE_MS);
    };
    for (const type of SIGNS_OF_LIFE)
      window.addEventListener(type, begin, { ...ends, passive: true });
    begin();
    return () => {
      ends.abort();
      clearTimeout(timer);
    };
  }, [isWanted]);
}

/** Says that the server has a newer build; whoever is in the middle of something decides when (web W28). */
export function VersionBanner() {
  const isNew = useNewVersion();
  useReloadWhenIdle(isNew);
  return (
    <div role="status">
      {isNew && (
        <div className="fixed inset-x-3 bottom-16 z-40 mx-auto flex w-fit max-w-full items-center gap-3 rounded bg-raised py-2 pr-2 pl-4 text-sm text-ink shadow-raised md:bottom-4">
          {t('live.newVersion')}
          <Button variant="primary" onClick={() => window.location.reload()}>
            {t('live.reload')}
          </Button>
        </div>
      )}
    </div>
  );
}
