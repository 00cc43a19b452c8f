import type { Output } from '@boardwire/sdk/operations';
import { useNavigate } from '@tanstack/react-router';
import { useMay, useOrganization } from '../../app/use-organization.ts';
import { SelectField, TextField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { useRead } from '../../lib/query.ts';
import { refreshReads } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import type { Workspace } from './board.ts';

/** Asks for what a board needs; where there is no workspace yet, for the name of the first. */
export function CreateBoardDialog({ onClose }: { onClose: () => void }) {
  const { id: organizationId } = useOrganization();
  const { data: workspaces } = useRead('workspaces.list', { organizationId });
  if (!workspaces) return null;
  return (
    <Dialog open onOpenChange={onClose} title={t('boards.new')} description={t('boards.newText')}>
      <CreateBoardForm workspaces={workspaces} onClose={onClose} />
    </Dialog>
  );
}

interface Values {
  name: string;
  workspaceId: string;
  workspace: string;
  visibility: 'organization' | 'private';
}

async function createBoard(organizationId: string, values: Values) {
  const { name, visibility } = values;
  let { workspaceId } = values;
  if (workspaceId === '') {
    const made = await call('workspaces.create', { organizationId, name: values.workspace });
    if (!made.ok) return made;
    await refreshReads('workspaces.list');
    workspaceId = made.data.id;
  }
  return call('boards.create', { workspaceId, name, visibility });
}

interface CreateBoardFormProps {
  workspaces: readonly Workspace[];
  onClose: () => void;
}

function CreateBoardForm({ workspaces, onClose }: CreateBoardFormProps) {
  const { id: organizationId } = useOrganization();
  const navigate = useNavigate();
  const form = useServerForm<Values, Output<'boards.create'>>({
    defaultValues: {
      name: '',
      workspaceId: workspaces[0]?.id ?? '',
      workspace: '',
      visibility: 'organization',
    },
    send: (values: Values) => createBoard(organizationId, values),
    onDone: async ({ id }) => {
      void refreshReads('boards.list');
      await navigate({ to: '/boards/$boardId', params: { boardId: id } });
    },
  });
  return (
    <Form form={form} label={t('boards.new')}>
      <FormError />
      <TextField
        name="name"
        label={t('boards.name')}
        placeholder={t('boards.namePlaceholder')}
        autoComplete="off"
      />
      <WorkspaceField workspaces={workspaces} />
      <SelectField name="visibility" label={t('boards.visibility')}>
        <option value="organization">{t('boards.visibility.organization')}</option>
        <option value="private">{t('boards.visibility.private')}</option>
      </SelectField>
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <SubmitButton>{t('boards.create')}</SubmitButton>
      </DialogFooter>
    </Form>
  );
}

function WorkspaceField({ workspaces }: { workspaces: readonly Workspace[] }) {
  const mayManage = useMay('workspaces:manage');
  if (workspaces.length > 0) {
    return (
      <SelectField name="workspaceId" label={t('boards.workspace')}>
        {workspaces.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
    );
  }
  if (!mayManage) return <p className="text-sm text-muted">{t('workspaces.needed')}</p>;
  return (
    <TextField
      name="workspace"
      label={t('workspaces.name')}
      placeholder={t('workspaces.placeholder')}
      autoComplete="off"
    />
  );
}
