import type { PendingMutation } from '@boardwire/sdk/live/pending-mutation';
import { useState } from 'react';
import { formatRelative } from '../../i18n/format.ts';
import { findText } from '../../i18n/find-text.ts';
import { t } from '../../i18n/t.tsx';
import { openLive, useLiveStatus } from '../../lib/live.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { Pill } from '../../ui/pill.tsx';
import { useBoardModel } from './table-context.ts';

type Tone = 'live' | 'waiting' | 'idle';

/** How the board stands, in one word; "saved" only once the server has said so (web W30). */
function useLiveState(): { tone: Tone; label: string; count: number } {
  const { board } = useBoardModel();
  const { connection, waitingCount: count, isStale } = useLiveStatus();
  const status = board.status();
  if (isStale) return { tone: 'waiting', label: t('live.stale', { count }), count };
  if (connection === 'refused') return { tone: 'waiting', label: t('live.refused'), count };
  if (status === 'offline' || connection === 'offline') {
    const label = count > 0 ? t('live.offlineWaiting', { count }) : t('live.offline');
    return { tone: 'waiting', label, count };
  }
  if (connection === 'connecting') return { tone: 'idle', label: t('live.connecting'), count };
  if (status === 'catchingUp') return { tone: 'idle', label: t('live.catchingUp'), count };
  if (count > 0) return { tone: 'idle', label: t('live.saving'), count };
  return { tone: 'live', label: t('live.saved'), count };
}

/** One pill for connection and saving; it opens the list of edits that wait (web W7, W23). */
export function LivePill() {
  const { tone, label, count } = useLiveState();
  const [isOpen, setOpen] = useState(false);
  const { storeProblem } = useLiveStatus();
  if (count === 0 && storeProblem === null) return <Pill tone={tone} label={label} />;
  return (
    <>
      <button type="button" className="rounded-full" onClick={() => setOpen(true)}>
        <Pill tone={tone} label={label} />
      </button>
      {isOpen && <WaitingDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function WaitingDialog({ onClose }: { onClose: () => void }) {
  const { waiting, waitingCount, isStale, storeProblem } = useLiveStatus();
  const live = openLive();
  return (
    <Dialog
      open
      width="md"
      onOpenChange={onClose}
      title={t('live.waitingTitle', { count: waitingCount })}
      description={t(isStale ? 'live.staleText' : 'live.waitingText')}
    >
      {storeProblem !== null && (
        <p role="alert" className="mb-3 text-sm text-danger-ink">
          {t('live.notStored')}
        </p>
      )}
      <ul className="max-h-80 overflow-y-auto rounded border border-line">
        {waiting.map((mutation) => (
          <WaitingEdit key={mutation.id} mutation={mutation} />
        ))}
      </ul>
      <DialogFooter>
        {isStale && (
          <>
            <Button variant="dangerQuiet" onClick={live.discardStale}>
              {t('live.discard')}
            </Button>
            <Button variant="primary" onClick={live.keepStale}>
              {t('live.sendNow')}
            </Button>
          </>
        )}
        <Button onClick={onClose}>{t('ui.close')}</Button>
      </DialogFooter>
    </Dialog>
  );
}

function WaitingEdit({ mutation: { calls, createdAtMs } }: { mutation: PendingMutation }) {
  const [call] = calls;
  const op = call?.op ?? '';
  return (
    <li className="flex items-baseline justify-between gap-4 border-b border-line px-3 py-2 text-sm last:border-0">
      <span className="min-w-0 truncate text-ink">{findText('edit', op) ?? op}</span>
      <span className="shrink-0 text-xs text-muted">{formatRelative(createdAtMs)}</span>
    </li>
  );
}
