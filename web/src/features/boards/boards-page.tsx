import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { FileUp, Plus } from 'lucide-react';
import { useState } from 'react';
import { useMay, useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { useRead, useReadPages } from '../../lib/query.ts';
import { useWrite } from '../../lib/write.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { PagesView } from '../../ui/query-view.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { CardSkeleton } from '../../ui/skeleton.tsx';
import type { BoardListState } from './board.ts';
import { BoardsByWorkspace } from './boards-by-workspace.tsx';
import { BoardsOutOfUse } from './boards-out-of-use.tsx';
import { CreateBoardDialog } from './create-board-dialog.tsx';

/** The boards of an organization: those in use, those put away, and the trash. */
export function BoardsPage() {
  const { name } = useOrganization();
  const [state, setState] = useState<BoardListState>('active');
  return (
    <Page>
      <PageHeader
        title={t('boards.title')}
        description={t('boards.text', { organization: name })}
        actions={<Acts />}
      />
      <div className="flex flex-col gap-6">
        <div className="self-start">
          <Segmented
            label={t('boards.state')}
            value={state}
            onChange={setState}
            options={[
              { value: 'active', label: t('boards.active') },
              { value: 'archived', label: t('boards.archived') },
              { value: 'deleted', label: t('boards.deleted') },
            ]}
          />
        </div>
        <BoardList state={state} />
      </div>
    </Page>
  );
}

function Acts() {
  const { id: organizationId } = useOrganization();
  const mayCreate = useMay('boards:create');
  const mayManage = useMay('workspaces:manage');
  const [isNaming, setNaming] = useState(false);
  const isNew = useSearch({ strict: false, select: (search) => search.new === true });
  const navigate = useNavigate();
  const showNew = (isOpen: boolean) =>
    void navigate({ to: '.', search: isOpen ? { new: true } : {}, replace: true });
  return (
    <>
      {mayManage && <Button onClick={() => setNaming(true)}>{t('workspaces.new')}</Button>}
      {mayCreate && (
        <Link to="/o/$organizationId/import" params={{ organizationId }} className={buttonClass()}>
          <FileUp aria-hidden="true" />
          {t('boards.import')}
        </Link>
      )}
      {mayCreate && (
        <Button variant="primary" onClick={() => showNew(true)}>
          <Plus aria-hidden="true" />
          {t('boards.new')}
        </Button>
      )}
      {isNaming && <CreateWorkspaceDialog onClose={() => setNaming(false)} />}
      {isNew && mayCreate && <CreateBoardDialog onClose={() => showNew(false)} />}
    </>
  );
}

function CreateWorkspaceDialog({ onClose }: { onClose: () => void }) {
  const { id: organizationId } = useOrganization();
  const create = useWrite('workspaces.create', ['workspaces.list']);
  return (
    <NameDialog
      title={t('workspaces.new')}
      label={t('workspaces.name')}
      action={t('workspaces.create')}
      placeholder={t('workspaces.placeholder')}
      onClose={onClose}
      onSubmit={async (name) => {
        const outcome = await create.send({ organizationId, name });
        return outcome.ok ? undefined : describeFailure(outcome.error);
      }}
    />
  );
}

function BoardList({ state }: { state: BoardListState }) {
  const { id: organizationId } = useOrganization();
  const query = useReadPages('boards.list', { organizationId, state, limit: 100 });
  const workspaces = useRead('workspaces.list', { organizationId });
  return (
    <div>
      <PagesView query={query} skeleton={<CardSkeleton />}>
        {(boards) =>
          state === 'active' ? (
            <BoardsByWorkspace boards={boards} workspaces={workspaces.data ?? []} />
          ) : (
            <BoardsOutOfUse boards={boards} state={state} />
          )
        }
      </PagesView>
      <LoadMore query={query} />
    </div>
  );
}
