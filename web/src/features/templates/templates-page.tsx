import { useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { Badge } from '../../ui/badge.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { CardSkeleton } from '../../ui/skeleton.tsx';
import type { Template } from './begin.ts';
import { TemplateDialog } from './template-dialog.tsx';
import { TemplatePreview } from './template-preview.tsx';

/** Boards to begin with, ready to be filled. */
export function TemplatesPage() {
  const { id: organizationId } = useOrganization();
  const templates = useRead('templates.list', { organizationId });
  const [chosen, setChosen] = useState<Template | null>(null);
  return (
    <Page isWide>
      <PageHeader title={t('templates.title')} description={t('templates.text')} />
      <QueryView query={templates} skeleton={<CardSkeleton />}>
        {(all) => (
          <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {all.map((template) => (
              <li key={template.id} className="flex">
                <TemplateCard template={template} onChoose={() => setChosen(template)} />
              </li>
            ))}
          </ul>
        )}
      </QueryView>
      {chosen && <TemplateDialog template={chosen} onClose={() => setChosen(null)} />}
    </Page>
  );
}

interface TemplateCardProps {
  template: Template;
  onChoose: () => void;
}

function TemplateCard({ template, onChoose }: TemplateCardProps) {
  const { name, description, columns, views, itemCount } = template;
  return (
    <article className="relative flex w-full flex-col overflow-hidden rounded border border-line bg-surface shadow-button transition-colors has-[button:hover]:border-control">
      <TemplatePreview template={template} />
      <div className="flex flex-1 flex-col gap-1 p-4">
        <h2 className="text-base font-semibold text-ink">
          <button
            type="button"
            onClick={onChoose}
            aria-label={t('templates.use', { name })}
            className="text-left after:absolute after:inset-0 after:rounded"
          >
            {name}
          </button>
        </h2>
        <p className="flex-1 text-sm text-muted">{description}</p>
        <p className="mt-2 flex flex-wrap gap-1.5">
          <Badge>{t('templates.columns', { count: columns.length })}</Badge>
          <Badge>{t('templates.views', { count: views.length })}</Badge>
          <Badge>{t('templates.items', { count: itemCount })}</Badge>
        </p>
      </div>
    </article>
  );
}
