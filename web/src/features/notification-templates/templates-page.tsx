import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { formatDateTime, formatRelative } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import { NewTemplateDialog } from './new-template-dialog.tsx';
import { templateName } from './template-name.ts';
import type { Template, TemplateText } from './template-types.ts';
import './texts.ts';

/** The words of an organization: for notices of ours, and for what its programs send (SPEC D3). */
export function NotificationTemplatesPage() {
  const { id: organizationId, name: organization } = useOrganization();
  const [isCreating, setCreating] = useState(false);
  const query = useRead('notificationTemplates.list', { organizationId });
  return (
    <Page>
      <PageHeader
        title={t('tpl.title')}
        description={t('tpl.text', { organization })}
        actions={
          <Button variant="primary" onClick={() => setCreating(true)}>
            <Plus aria-hidden="true" />
            {t('tpl.new')}
          </Button>
        }
      />
      <QueryView query={query} skeleton={<TableSkeleton rows={10} />}>
        {(templates) => (
          <>
            <OwnTemplates templates={templates.filter(({ isBuiltIn }) => !isBuiltIn)} />
            <Section title={t('tpl.builtIn')} description={t('tpl.builtInText')}>
              <TemplateTable
                label={t('tpl.builtIn')}
                templates={templates.filter(({ isBuiltIn }) => isBuiltIn)}
              />
            </Section>
            {isCreating && (
              <NewTemplateDialog
                keys={templates.map(({ key }) => key)}
                onClose={() => setCreating(false)}
              />
            )}
          </>
        )}
      </QueryView>
    </Page>
  );
}

function OwnTemplates({ templates }: { templates: readonly Template[] }) {
  return (
    <Section title={t('tpl.own')} description={t('tpl.ownText')}>
      {templates.length > 0 ? (
        <TemplateTable label={t('tpl.own')} templates={templates} />
      ) : (
        <p className="rounded border border-dashed border-line px-4 py-6 text-sm text-muted">
          {t('tpl.ownNone')}
        </p>
      )}
    </Section>
  );
}

interface TemplateTableProps {
  label: string;
  templates: readonly Template[];
}

function TemplateTable({ label, templates }: TemplateTableProps) {
  return (
    <Table
      label={label}
      head={[
        { label: t('tpl.template') },
        { label: t('tpl.texts') },
        { label: t('tpl.changed'), className: wideOnly },
      ]}
    >
      {templates.map((template) => (
        <TemplateRow key={template.key} template={template} />
      ))}
    </Table>
  );
}

function TemplateRow({ template }: { template: Template }) {
  const { id: organizationId } = useOrganization();
  const { key, isBuiltIn, texts } = template;
  const changedAt = texts
    .map(({ createdAt }) => createdAt)
    .toSorted()
    .at(-1);
  return (
    <Row className="relative">
      <Cell className="w-full max-w-0 min-w-32">
        {/* The link covers the row, so that the whole row opens it. */}
        <Link
          to="/o/$organizationId/notification-templates/$key"
          params={{ organizationId, key }}
          className="block min-h-6 truncate rounded-inner font-medium text-ink before:absolute before:inset-0"
        >
          {templateName(template)}
        </Link>
        {isBuiltIn && (
          <code translate="no" className="block truncate font-mono text-xs text-muted">
            {key}
          </code>
        )}
      </Cell>
      <Cell className="whitespace-nowrap">
        <TextBadges texts={texts} />
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>
        {changedAt !== undefined && (
          <time dateTime={changedAt} title={formatDateTime(changedAt)}>
            {formatRelative(changedAt)}
          </time>
        )}
      </Cell>
    </Row>
  );
}

/** Channels with their languages: "E-mail en, de". */
function TextBadges({ texts }: { texts: readonly TemplateText[] }) {
  if (texts.length === 0) return <span className="text-muted">{t('tpl.none')}</span>;
  const channels = [...new Set(texts.map(({ channel }) => channel))];
  return (
    <span className="flex flex-wrap gap-1.5 md:flex-nowrap">
      {channels.map((channel) => (
        <Badge key={channel} tone="accent">
          {t(`channel.${channel}`)}{' '}
          <span translate="no">
            {texts
              .filter((text) => text.channel === channel)
              .map(({ locale }) => locale)
              .join(', ')}
          </span>
        </Badge>
      ))}
    </span>
  );
}
