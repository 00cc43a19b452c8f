import { Link } from '@tanstack/react-router';
import { formatRelative } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { useReadPages } from '../../lib/query.ts';
import { LoadMore } from '../../ui/load-more.tsx';
import { PagesView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { CardSkeleton } from '../../ui/skeleton.tsx';
import { StateBadge } from './state-badge.tsx';

/** One's own imports, each with its report and its way back. */
export function RecentImports({ organizationId }: { organizationId: string }) {
  const query = useReadPages('imports.list', { organizationId });
  return (
    <Section title={t('imports.recent')}>
      <PagesView query={query} skeleton={<CardSkeleton lines={1} />}>
        {(imports) =>
          imports.length === 0 ? (
            <p className="text-sm text-muted">{t('imports.none')}</p>
          ) : (
            <ul className="rounded border border-line bg-surface">
              {imports.map(({ id, fileName, state, createdAt }) => (
                <li
                  key={id}
                  className="flex items-center gap-3 border-b border-line px-4 py-3 last:border-0"
                >
                  <Link
                    to="/o/$organizationId/import"
                    params={{ organizationId }}
                    search={{ import: id }}
                    className="min-w-0 flex-1 truncate text-sm font-medium text-ink hover:underline"
                  >
                    {fileName}
                  </Link>
                  <span className="text-xs text-muted">{formatRelative(createdAt)}</span>
                  <StateBadge state={state} />
                </li>
              ))}
            </ul>
          )
        }
      </PagesView>
      <LoadMore query={query} />
    </Section>
  );
}
