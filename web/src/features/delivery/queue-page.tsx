import { Link } from '@tanstack/react-router';
import { Eraser, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { useOrganization } from '../../app/use-organization.ts';
import { formatDateTime, formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { Button } from '../../ui/button.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Total, Totals } from '../../ui/totals.tsx';
import { CleanDialog } from './clean-dialog.tsx';
import { DeliveryPage } from './delivery-page.tsx';
import { ProvidersSection } from './providers-section.tsx';
import { isLate, pausedSince, splitAge, type Stats } from './queue-figures.ts';
import { QueueTable } from './queue-table.tsx';
import { usePause } from './use-pause.ts';

/** Live enough to watch a backlog melt. */
const REFRESH_MS = 2_000;

/** What waits, goes out and fails, by channel and lane; stopping it and going on (SPEC D8). */
export function QueuePage() {
  const { id: organizationId } = useOrganization();
  const { isInstanceOwner } = useAccount();
  const [isCleaning, setCleaning] = useState(false);
  const input = { organizationId };
  const query = useRead('notifications.queueStats', input, { refetchEveryMs: REFRESH_MS });
  return (
    <DeliveryPage
      title={t('delivery.queue')}
      description={t('queue.text')}
      actions={<Acts stats={query.data} onClean={() => setCleaning(true)} />}
    >
      <QueryView query={query} skeleton={<TableSkeleton rows={5} />}>
        {(stats) => (
          <>
            <Figures stats={stats} />
            <Section title={t('queue.byChannel')}>
              <QueueTable stats={stats} />
            </Section>
          </>
        )}
      </QueryView>
      {isInstanceOwner && <ProvidersSection />}
      {isCleaning && <CleanDialog onClose={() => setCleaning(false)} />}
    </DeliveryPage>
  );
}

function Acts({ stats, onClean }: { stats: Stats | undefined; onClean: () => void }) {
  const { pause, resume, isPending } = usePause();
  if (stats === undefined) return null;
  const isAnyPaused = stats.pauses.length > 0;
  return (
    <>
      <Button onClick={onClean}>
        <Eraser aria-hidden="true" />
        {t('queue.clean')}
      </Button>
      {isAnyPaused && (
        <Button variant="primary" pending={isPending} onClick={() => void resume()}>
          <Play aria-hidden="true" />
          {t('queue.resumeAll')}
        </Button>
      )}
      {pausedSince(stats) === null && (
        <Button pending={isPending} onClick={() => void pause()}>
          <Pause aria-hidden="true" />
          {t('queue.pauseAll')}
        </Button>
      )}
    </>
  );
}

function Figures({ stats }: { stats: Stats }) {
  const { id: organizationId } = useOrganization();
  const since = pausedSince(stats);
  const age = splitAge(stats.overdueS);
  const oldest = t(`queue.${age.unit}`, { count: age.count });
  const isBehind = isLate(stats);
  return (
    <div className="flex flex-col gap-3">
      {since !== null && (
        <p role="status" className="rounded bg-warning-soft px-4 py-2.5 text-sm text-warning-ink">
          {t('queue.isPaused', { when: formatDateTime(since) })}
        </p>
      )}
      {isBehind && (
        <p role="status" className="rounded bg-danger-soft px-4 py-2.5 text-sm text-danger-ink">
          {t('queue.isLate', { age: oldest })}
        </p>
      )}
      <Totals className="sm:grid-cols-4">
        <Total label={t('queue.waiting')}>{formatNumber(stats.waiting)}</Total>
        <Total label={t('queue.active')}>{formatNumber(stats.active)}</Total>
        <Total label={t('queue.delayed')}>{formatNumber(stats.delayed)}</Total>
        <Total label={t('queue.oldest')} isBad={isBehind}>
          {oldest}
        </Total>
        <Total label={t('queue.completed')}>{formatNumber(stats.completed)}</Total>
        <Total label={t('queue.failed')} isBad={stats.failed > 0}>
          {formatNumber(stats.failed)}
        </Total>
        <Total label={t('queue.paused')}>{formatNumber(stats.paused)}</Total>
        <Total label={t('delivery.deadLetters')} isBad={stats.deadLetters > 0}>
          <Link
            to="/o/$organizationId/delivery/dead-letters"
            params={{ organizationId }}
            className="rounded-inner underline decoration-line underline-offset-4 hover:decoration-current"
          >
            {formatNumber(stats.deadLetters)}
          </Link>
        </Total>
      </Totals>
    </div>
  );
}
