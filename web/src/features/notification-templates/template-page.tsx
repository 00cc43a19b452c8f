import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { CardSkeleton } from '../../ui/skeleton.tsx';
import { PlaceBar } from './place-bar.tsx';
import { channelsOf, templateName } from './template-name.ts';
import type { TemplateHistory } from './template-types.ts';
import { TextEditor } from './text-editor.tsx';
import './texts.ts';

/** One template: its texts, how they look, and every one that was saved. */
export function NotificationTemplatePage() {
  const { id: organizationId } = useOrganization();
  const { key } = useParams({ from: '/shell/o/$organizationId/notification-templates/$key' });
  const list = useRead('notificationTemplates.list', { organizationId });
  return (
    <Page isWide>
      <Link
        to="/o/$organizationId/notification-templates"
        params={{ organizationId }}
        className={buttonClass({
          variant: 'ghost',
          size: 'sm',
          className: '-mb-5 -ml-2.5 self-start',
        })}
      >
        <ArrowLeft aria-hidden="true" />
        {t('tpl.back')}
      </Link>
      <QueryView query={list} skeleton={<CardSkeleton lines={5} />}>
        {(templates) =>
          templates.some((template) => template.key === key) ? (
            <KnownTemplate key={key} templateKey={key} />
          ) : (
            <Screen history={emptyHistory(key)} />
          )
        }
      </QueryView>
    </Page>
  );
}

/** One that is not there before its first text is saved. */
function emptyHistory(key: string): TemplateHistory {
  return { key, isBuiltIn: false, variables: [], texts: [], versions: [], sample: {} };
}

function KnownTemplate({ templateKey: key }: { templateKey: string }) {
  const { id: organizationId } = useOrganization();
  const query = useRead('notificationTemplates.get', { organizationId, key });
  return (
    <QueryView query={query} skeleton={<CardSkeleton lines={5} />}>
      {(history) => <Screen history={history} />}
    </QueryView>
  );
}

function Screen({ history }: { history: TemplateHistory }) {
  const { id: organizationId, name: organization } = useOrganization();
  const search = useSearch({ from: '/shell/o/$organizationId/notification-templates/$key' });
  const navigate = useNavigate({ from: '/o/$organizationId/notification-templates/$key' });
  const { key, isBuiltIn } = history;
  const channels = channelsOf(history);
  const wanted = search.channel ?? history.texts[0]?.channel ?? 'email';
  const channel = channels.includes(wanted) ? wanted : 'email';
  const locale = search.locale ?? history.texts[0]?.locale ?? 'en';
  return (
    <>
      <PageHeader
        title={templateName(history)}
        description={t(isBuiltIn ? 'tpl.builtInHint' : 'tpl.ownHint', { organization, key })}
      />
      <PlaceBar
        history={history}
        locale={locale}
        channel={channel}
        onChange={(place) => void navigate({ search: place, replace: true, resetScroll: false })}
      />
      <TextEditor
        key={`${locale} ${channel}`}
        history={history}
        place={{ organizationId, key, locale, channel }}
      />
    </>
  );
}
