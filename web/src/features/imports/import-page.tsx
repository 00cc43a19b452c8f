import { useSearch } from '@tanstack/react-router';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { CardSkeleton } from '../../ui/skeleton.tsx';
import type { ImportInfo } from './import.ts';
import { ImportDrop } from './import-drop.tsx';
import { ImportOutcome } from './import-outcome.tsx';
import { ImportPlan } from './import-plan.tsx';
import { ImportProgress } from './import-progress.tsx';
import { RecentImports } from './recent-imports.tsx';
import { UploadCard } from './upload-card.tsx';
import { useFollowedImport } from './use-followed-import.ts';

/** From a file to a board: choose, look, decide, follow, and take back. */
export function ImportPage() {
  const { id: organizationId } = useOrganization();
  const { import: importId, board: boardId } = useSearch({
    from: '/shell/o/$organizationId/import',
  });
  const board = useRead(
    'boards.get',
    { boardId: boardId ?? '' },
    { enabled: boardId !== undefined },
  );
  const text = board.data ? t('imports.intoBoard', { board: board.data.name }) : t('imports.text');
  return (
    <Page>
      <PageHeader title={t('imports.title')} description={text} />
      <ImportDrop organizationId={organizationId} {...(boardId ? { boardId } : {})} />
      {importId === undefined ? (
        <>
          <p className="-mb-4 text-sm text-muted">{t('imports.dropHint')}</p>
          <UploadCard target={boardId === undefined ? { organizationId } : { boardId }} />
          <RecentImports organizationId={organizationId} />
        </>
      ) : (
        <OneImport key={importId} importId={importId} />
      )}
    </Page>
  );
}

function OneImport({ importId }: { importId: string }) {
  const query = useFollowedImport(importId);
  return (
    <QueryView query={query} skeleton={<CardSkeleton />}>
      {(info) => <ImportStep info={info} />}
    </QueryView>
  );
}

function ImportStep({ info }: { info: ImportInfo }) {
  switch (info.state) {
    case 'uploaded':
      return <ImportPlan info={info} />;
    case 'running':
    case 'undoing':
      return <ImportProgress info={info} />;
    default:
      return <ImportOutcome info={info} />;
  }
}
