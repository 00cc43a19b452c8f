import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { CardSkeleton } from '../../ui/skeleton.tsx';
import { CancelButton } from './cancel-button.tsx';
import { ColumnMapping } from './column-mapping.tsx';
import type { ImportInfo, Mapping, Preview } from './import.ts';
import { CountList } from './count-list.tsx';
import { FirstItems } from './first-items.tsx';
import { PeopleMapping, type PeopleChoice } from './people-mapping.tsx';
import { ProblemList } from './problem-list.tsx';
import { StartForm } from './start-form.tsx';

/** A dry run: what the file is, what would become of it, and the decisions that only a person can make. */
export function ImportPlan({ info }: { info: ImportInfo }) {
  const [mapping, setMapping] = useState<Mapping>();
  const query = useRead('imports.preview', {
    importId: info.id,
    ...(mapping ? { mapping } : {}),
  });
  return (
    <QueryView query={query} skeleton={<CardSkeleton lines={4} />}>
      {(preview) =>
        preview.kind === 'readable' ? (
          <Plan info={info} preview={preview} mapping={mapping} onMap={setMapping} />
        ) : (
          <div className="flex flex-col items-start gap-4">
            <ErrorState
              title={t('imports.refusedTitle')}
              message={
                preview.row === undefined
                  ? preview.message
                  : t('imports.refusedRow', { row: preview.row, message: preview.message })
              }
            />
            <CancelButton info={info} />
          </div>
        )
      }
    </QueryView>
  );
}

interface PlanProps {
  info: ImportInfo;
  preview: Preview;
  mapping: Mapping | undefined;
  onMap: (mapping: Mapping) => void;
}

function Plan({ info, preview, mapping, onMap }: PlanProps) {
  const [people, setPeople] = useState<PeopleChoice>({});
  const format = t(`imports.format.${preview.format}`);
  return (
    <>
      <Section
        title={info.fileName}
        description={t('imports.isA', { format, name: preview.boardName })}
      >
        <CountList counts={preview.counts} />
        {preview.format === 'trello' && (
          <p className="text-sm text-muted">{t('imports.trelloLimit')}</p>
        )}
      </Section>
      {preview.mapping && (
        <ColumnMapping
          key={JSON.stringify(preview.mapping)}
          mapping={preview.mapping}
          rows={preview.rows}
          onApply={onMap}
        />
      )}
      {preview.people.length > 0 && (
        <PeopleMapping
          organizationId={info.organizationId}
          people={preview.people}
          chosen={people}
          onChange={setPeople}
        />
      )}
      <FirstItems items={preview.items} people={preview.people} />
      <ProblemList problems={preview.problems} />
      <StartForm info={info} preview={preview} mapping={mapping} people={people} />
    </>
  );
}
