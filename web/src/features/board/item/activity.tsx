import { formatDate, formatDateTime, formatRelative } from '../../../i18n/format.ts';
import { t } from '../../../i18n/t.tsx';
import { describeFailure } from '../../../lib/failure-text.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { CardSkeleton } from '../../../ui/skeleton.tsx';
import { usePeople } from '../people.tsx';
import { type ActivityEntry, toEntries } from './activity-lines.ts';
import { ActivityLineView } from './activity-line.tsx';
import { useActivity } from './use-activity.ts';

/** Who changed what from what to what, newest first (web W24). */
export function Activity({ itemId }: { itemId: string }) {
  const { changes, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useActivity(itemId);
  const days = groupByDay(toEntries(changes));
  if (isPending) return <CardSkeleton lines={2} />;
  if (error && changes.length === 0)
    return <ErrorState message={describeFailure(error.failure)} onRetry={() => void refetch()} />;
  return (
    <section aria-label={t('activity.title')} className="flex flex-col gap-4">
      {days.map(([day, entries]) => (
        <div key={day}>
          <h4 className="mb-2 text-xs font-medium text-muted">{day}</h4>
          <ol className="flex flex-col gap-3">
            {entries.map((entry) => (
              <Entry key={entry.key} entry={entry} itemId={itemId} />
            ))}
          </ol>
        </div>
      ))}
      {hasNextPage && (
        <Button pending={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('activity.more')}
        </Button>
      )}
      {!hasNextPage && <p className="text-xs text-faint">{t('activity.end')}</p>}
    </section>
  );
}

function Entry({ entry, itemId }: { entry: ActivityEntry; itemId: string }) {
  const { nameOf } = usePeople();
  const { userId, actorName, at, lines } = entry;
  const name = userId === null ? (actorName ?? t('activity.system')) : nameOf(userId);
  return (
    <li className="flex gap-3">
      <Avatar name={name} seed={userId ?? name} />
      <div className="min-w-0 flex-1">
        <p className="flex min-h-7 items-center gap-2">
          <span className="truncate text-sm font-medium text-ink">{name}</span>
          <time dateTime={at} title={formatDateTime(at)} className="shrink-0 text-xs text-muted">
            {formatRelative(at)}
          </time>
        </p>
        <ul className="flex flex-col gap-1.5">
          {lines.map((line) => (
            <ActivityLineView key={line.key} line={line} itemId={itemId} />
          ))}
        </ul>
      </div>
    </li>
  );
}

const DAY_MS = 86_400_000;

function groupByDay(entries: readonly ActivityEntry[]): [string, ActivityEntry[]][] {
  const days = new Map<string, ActivityEntry[]>();
  const today = formatDate(Date.now());
  const yesterday = formatDate(Date.now() - DAY_MS);
  for (const entry of entries) {
    const date = formatDate(entry.at);
    const day =
      date === today ? t('activity.today') : date === yesterday ? t('activity.yesterday') : date;
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}
