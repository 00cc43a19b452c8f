import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { FileUp, Plus } from 'lucide-react';
import { useState } from 'react';
import { useMay, useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { useWrite } from '../../lib/write.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { ImportDrop } from '../imports/index.ts';
import { AllBoards } from './all-boards.tsx';
import { CreateBoardDialog } from './create-board-dialog.tsx';

/** The boards of an organization in use, by workspace. */
export function BoardsPage() {
  const { id, name } = useOrganization();
  const mayCreate = useMay('boards:create');
  return (
    <Page isWide>
      <PageHeader
        title={t('boards.title')}
        description={t('boards.text', { organization: name })}
        actions={<BoardActs />}
      />
      <AllBoards />
      {mayCreate && <ImportDrop organizationId={id} />}
    </Page>
  );
}

/** Making workspaces and boards. */
export function BoardActs() {
  const { id: organizationId } = useOrganization();
  const mayCreate = useMay('boards:create');
  const mayManage = useMay('workspaces:manage');
  const [isNaming, setNaming] = useState(false);
  const isNew = useSearch({ strict: false, select: (search) => search.new === true });
  const navigate = useNavigate();
  const showNew = (isOpen: boolean) =>
    void navigate({
      to: '/o/$organizationId/boards',
      params: { organizationId },
      search: isOpen ? { new: true } : {},
      replace: isNew === true,
    });
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
