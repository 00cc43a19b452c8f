import { STORE_BLOCKED } from '@boardwire/sdk/live/pending-store';
import { useEffect, useRef, useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { useLiveStatus } from '../../../lib/live.ts';
import { refreshReads } from '../../../lib/write.ts';
import { useBoardModel } from '../table-context.ts';

export interface LiveState {
  tone: 'live' | 'waiting' | 'idle';
  label: string;
  /** Edits without an answer. */
  count: number;
}

/** A connection is only spoken of when it takes longer than this (web W20). */
const QUIET_MS = 1_000;

function useIsSlow(isWorking: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isWorking) return;
    const timer = setTimeout(() => setSlow(true), QUIET_MS);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [isWorking]);
  return isSlow;
}

/** The banner above the page says why, and goes when it is over (web W28). */
function useNewsOfReadOnly(isReadOnly: boolean): void {
  const before = useRef(isReadOnly);
  useEffect(() => {
    if (before.current === isReadOnly) return;
    before.current = isReadOnly;
    void refreshReads('instance.status');
  }, [isReadOnly]);
}

/** How the board stands, in one word; "saved" only once the server has said so (web W30). */
export function useLiveState(): LiveState {
  const { board } = useBoardModel();
  const live = useLiveStatus();
  const { connection, waitingCount: count, isStale, isReadOnly, storeProblem } = live;
  const status = board.status();
  useNewsOfReadOnly(isReadOnly);
  const isOffline = status === 'offline' || connection === 'offline';
  const isComing = !isOffline && (connection === 'connecting' || status === 'catchingUp');
  const isSlow = useIsSlow(isComing);
  const waits = (label: string): LiveState => ({ tone: 'waiting', label, count });
  if (isStale) return waits(t('live.stale', { count }));
  if (connection === 'refused') return waits(t('live.refused'));
  if (storeProblem === STORE_BLOCKED) return waits(t('live.storeBlocked'));
  if (isOffline) return waits(count > 0 ? t('live.offlineWaiting', { count }) : t('live.offline'));
  if (isReadOnly) return waits(t('live.readOnly'));
  if (count > 0) return { tone: 'idle', label: t('live.saving'), count };
  if (!isComing) return { tone: 'live', label: t('live.saved'), count };
  if (connection === 'connecting' || !isSlow)
    return { tone: 'idle', label: t('live.connecting'), count };
  const behind = board.behind();
  const label = behind > 1 ? t('live.catchingUpCount', { count: behind }) : t('live.catchingUp');
  return { tone: 'idle', label, count };
}
