import type { PendingMutation } from '@boardwire/sdk/live/pending-mutation';
import { STORE_BLOCKED } from '@boardwire/sdk/live/pending-store';
import { X } from 'lucide-react';
import { useCurrentOrganization } from '../../../app/use-organization.ts';
import { formatRelative } from '../../../i18n/format.ts';
import { t } from '../../../i18n/t.tsx';
import { openLive, useLiveStatus } from '../../../lib/live.ts';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { showToast } from '../../../ui/toast-store.ts';
import { usePeople } from '../people.tsx';
import { useBoardModel } from '../table-context.ts';
import { describeEdit, shortenLine } from './describe-edit.ts';

/** The connection in words, and every edit that waits, each to be given up (web W23). */
export function WaitingEdits() {
  const { waiting, waitingCount: count, isStale, storeProblem } = useLiveStatus();
  return (
    <div className="flex min-h-0 flex-col gap-3">
      <div className="flex flex-col gap-1">
        <h2 className="text-sm font-semibold text-ink">
          {count === 0 ? t('live.allSaved') : t('live.waitingTitle', { count })}
        </h2>
        <ConnectionNote />
        {storeProblem !== null && (
          <p role="alert" className="text-sm text-danger-ink">
            {t(storeProblem === STORE_BLOCKED ? 'live.storeBlockedText' : 'live.notStored')}
          </p>
        )}
      </div>
      {count > 0 && (
        <ul className="-mx-3 max-h-80 overflow-y-auto border-y border-line">
          {waiting.map((mutation) => (
            <WaitingEdit key={mutation.id} mutation={mutation} />
          ))}
          {count > waiting.length && (
            <li className="px-3 py-2 text-sm text-muted">
              {t('live.more', { count: count - waiting.length })}
            </li>
          )}
        </ul>
      )}
      {isStale && <StaleActs />}
    </div>
  );
}

/** What the state means for who works here. */
function ConnectionNote() {
  const { waitingCount, connection, isStale, isPolling, isReadOnly } = useLiveStatus();
  const mayMend = useCurrentOrganization()?.permissions.includes('organization:update') === true;
  const notes: string[] = [];
  if (isStale) notes.push(t('live.staleText'));
  else if (isReadOnly) notes.push(t('live.readOnlyText'));
  else if (waitingCount > 0) notes.push(t('live.waitingText'));
  else notes.push(t(connection === 'online' ? 'live.allSavedText' : 'live.offlineText'));
  if (isPolling) notes.push(t(mayMend ? 'live.pollingAdmin' : 'live.polling'));
  return notes.map((note) => (
    <p key={note} className="text-sm text-muted">
      {note}
    </p>
  ));
}

function WaitingEdit({ mutation }: { mutation: PendingMutation }) {
  const { board } = useBoardModel();
  const { nameOf } = usePeople();
  const lines = describeEdit(mutation, { view: board.view(), nameOf }).map(shortenLine);
  const discard = () => {
    openLive().discard(mutation.id);
    showToast({ tone: 'neutral', title: t('live.discarded'), description: lines[0] ?? '' });
  };
  return (
    <li className="flex items-start gap-2 border-b border-line py-1.5 pr-2 pl-3 last:border-0">
      <div className="min-w-0 flex-1 py-0.5 text-sm text-ink">
        {lines.map((line, index) => (
          <p key={index} className="break-words">
            {line}
          </p>
        ))}
        <p className="text-xs text-muted">{formatRelative(mutation.createdAtMs)}</p>
      </div>
      <IconButton
        icon={X}
        size="iconSm"
        label={t('live.discardOne', { edit: lines[0] ?? '' })}
        onClick={discard}
      />
    </li>
  );
}

function StaleActs() {
  const live = openLive();
  return (
    <div className="flex justify-end gap-2">
      <Button variant="dangerQuiet" onClick={live.discardStale}>
        {t('live.discard')}
      </Button>
      <Button variant="primary" onClick={live.keepStale}>
        {t('live.sendNow')}
      </Button>
    </div>
  );
}
