import { formatDateTime, formatRelative } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { useReadPages } from '../../lib/query.ts';
import { Badge } from '../../ui/badge.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PagesView } from '../../ui/query-view.tsx';
import { Card } from '../../ui/section.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { describeAct } from './act-text.ts';
import type { AuditEntry } from './audit-entry.ts';

const ENTRIES_A_PAGE = 10;

/** Security-relevant acts on the person's own account. */
export function OwnActivity() {
  const query = useReadPages('audit.listOwn', { limit: ENTRIES_A_PAGE });
  return (
    <div>
      <PagesView query={query} skeleton={<TableSkeleton />}>
        {(entries) =>
          entries.length === 0 ? (
            <Card>{t('activity.empty')}</Card>
          ) : (
            <ActivityList entries={entries} />
          )
        }
      </PagesView>
      <LoadMore query={query} />
    </div>
  );
}

function ActivityList({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <ul className="rounded border border-line bg-surface">
      {entries.map((entry) => (
        <li
          key={entry.id}
          className="flex items-center gap-3 border-b border-line px-4 py-2.5 text-sm last:border-0"
        >
          <span className="min-w-0 flex-1">
            <span className="font-medium text-ink">{describeAct(entry.action)}</span>{' '}
            {entry.outcome === 'refused' && <Badge tone="danger">{t('audit.refused')}</Badge>}
          </span>
          <span className="hidden font-mono text-xs text-muted sm:block">{entry.ipAddress}</span>
          <time
            dateTime={entry.at}
            title={formatDateTime(entry.at, true)}
            className="shrink-0 text-muted"
          >
            {formatRelative(entry.at)}
          </time>
        </li>
      ))}
    </ul>
  );
}
