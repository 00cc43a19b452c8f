import type { Output } from '@boardwire/sdk/operations';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '../../i18n/t.tsx';
import type { FailureError } from '../../lib/failure.ts';
import { read } from '../../lib/query.ts';
import { refreshReads, showFailureToast, useWrite } from '../../lib/write.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { StateBadge } from './state-badge.tsx';

type Listed = Output<'imports.list'>['items'][number];

/** Imports that the tray looks at: the newest of one person. */
const LOOKED_AT = 5;
const ASK_EVERY_MS = 1_000;

function isRunning({ state }: Listed): boolean {
  return state === 'running' || state === 'undoing';
}

/** Running imports, and those that ended while somebody was watching. */
function useTray(organizationId: string): { shown: Listed[]; dismiss: (id: string) => void } {
  const [watched, setWatched] = useState<ReadonlySet<string>>(new Set());
  const input = { organizationId, limit: LOOKED_AT };
  const { data } = useQuery<Output<'imports.list'>, FailureError>({
    queryKey: ['imports.list', input],
    queryFn: ({ signal }) => read('imports.list', input, signal),
    refetchInterval: (query) => (query.state.data?.items.some(isRunning) ? ASK_EVERY_MS : false),
  });
  const all = data?.items ?? [];
  const running = all
    .filter(isRunning)
    .map(({ id }) => id)
    .join(' ');
  const fresh = running === '' ? [] : running.split(' ').filter((id) => !watched.has(id));
  if (fresh.length > 0) setWatched(new Set([...watched, ...fresh]));
  useEffect(() => {
    if (running === '') return;
    // Its board appears, or goes, at the moment when the import ends.
    return () => void refreshReads('boards.list', 'imports.get');
  }, [running]);
  return {
    shown: all.filter((one) => isRunning(one) || watched.has(one.id)),
    dismiss: (id) => setWatched((before) => new Set([...before].filter((one) => one !== id))),
  };
}

/** Long work at the foot of every page; it is read from the server, so a reload keeps it (web W45, W47). */
export function ImportTray({ organizationId }: { organizationId: string }) {
  const { shown: all, dismiss } = useTray(organizationId);
  // The page of an import says all of this itself.
  const openId = useSearch({ strict: false, select: (search) => search.import });
  const shown = all.filter(({ id }) => id !== openId);
  if (shown.length === 0) return null;
  return (
    <section
      aria-label={t('imports.tray')}
      className="fixed inset-x-3 bottom-16 z-30 flex flex-col gap-2 md:inset-x-auto md:bottom-4 md:left-64 md:w-80"
    >
      {shown.map((one) => (
        <TrayCard key={one.id} info={one} onDismiss={() => dismiss(one.id)} />
      ))}
    </section>
  );
}

function TrayCard({ info, onDismiss }: { info: Listed; onDismiss: () => void }) {
  const { id, organizationId, fileName, state, progress } = info;
  const cancel = useWrite('imports.cancel', ['imports.list', 'imports.get']);
  const onCancel = async () => {
    const outcome = await cancel.send({ importId: id });
    if (!outcome.ok) showFailureToast(outcome.error);
  };
  const { done, total } = progress;
  return (
    <div className="flex flex-col gap-1.5 rounded bg-raised py-2.5 pr-2 pl-3 shadow-raised">
      <div className="flex items-center gap-2">
        <Link
          to="/o/$organizationId/import"
          params={{ organizationId }}
          search={{ import: id }}
          className="min-w-0 flex-1 truncate text-sm font-medium text-ink hover:underline"
        >
          {fileName}
        </Link>
        <StateBadge state={state} />
        {state === 'running' ? (
          <IconButton
            icon={X}
            size="iconSm"
            label={t('imports.cancelOf', { name: fileName })}
            onClick={() => void onCancel()}
          />
        ) : (
          !isRunning(info) && (
            <IconButton icon={X} size="iconSm" label={t('ui.dismiss')} onClick={onDismiss} />
          )
        )}
      </div>
      {isRunning(info) && (
        <>
          <progress
            aria-label={fileName}
            className="h-1.5 w-full accent-accent"
            {...(total === null ? {} : { value: done, max: Math.max(total, 1) })}
          />
          <p className="text-xs text-muted">
            {total === null
              ? t('imports.progressUnknown', { count: done })
              : t('imports.progress', { done, total })}
          </p>
        </>
      )}
    </div>
  );
}
