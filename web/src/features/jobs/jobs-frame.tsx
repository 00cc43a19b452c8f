import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { PlainMessageKey } from '../../i18n/message-types.ts';
import { t } from '../../i18n/t.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { pageLinkClass, PageLinks } from '../../ui/page-links.tsx';
import './texts.ts';

type Place =
  | '/instance/jobs'
  | '/instance/jobs/all'
  | '/instance/jobs/schedules'
  | '/instance/dead-letters';

const PAGES: readonly { to: Place; label: PlainMessageKey }[] = [
  { to: '/instance/jobs', label: 'jobs.queues' },
  { to: '/instance/jobs/all', label: 'jobs.jobs' },
  { to: '/instance/jobs/schedules', label: 'jobs.schedules' },
  { to: '/instance/dead-letters', label: 'jobs.undelivered' },
];

interface JobsFrameProps {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of the pages about background jobs, for the owner of the instance. */
export function JobsFrame({ title, description, actions, children }: JobsFrameProps) {
  return (
    <Page isWide>
      <div className="flex flex-col gap-5">
        <PageHeader title={title} description={description} actions={actions} />
        <PageLinks label={t('jobs.pages')}>
          {PAGES.map(({ to, label }) => (
            <li key={to} className="flex">
              <Link
                to={to}
                activeOptions={{ exact: true, includeSearch: false }}
                className={pageLinkClass}
              >
                {t(label)}
              </Link>
            </li>
          ))}
        </PageLinks>
      </div>
      {children}
    </Page>
  );
}
