import type { Output } from '@boardwire/sdk/operations';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { refreshBoardLists } from '../../app/board-lists.ts';
import { useOrganization } from '../../app/use-organization.ts';
import { SelectField, TextField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { useRead } from '../../lib/query.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import type { Workspace } from './board.ts';
import {
  takeWorkspace,
  type WorkspaceChoice,
  WorkspaceField,
} from '../../form/workspace-field.tsx';

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

interface Values extends WorkspaceChoice {
  name: string;
  visibility: 'organization' | 'private';
}

async function createBoard(organizationId: string, values: Values) {
  const { name, visibility } = values;
  const place = await takeWorkspace(organizationId, values);
  if (!place.ok) return place;
  return call('boards.create', { workspaceId: place.data.id, name, visibility });
}

interface CreateBoardFormProps {
  workspaces: readonly Workspace[];
  onClose: () => void;
}

function CreateBoardForm({ workspaces, onClose }: CreateBoardFormProps) {
  const { id: organizationId } = useOrganization();
  const navigate = useNavigate();
  const wanted = useSearch({ strict: false, select: (search) => search.workspace });
  const first = workspaces.find(({ id }) => id === wanted) ?? workspaces[0];
  const form = useServerForm<Values, Output<'boards.create'>>({
    defaultValues: {
      name: '',
      workspaceId: first?.id ?? '',
      workspace: '',
      visibility: 'organization',
    },
    send: (values: Values) => createBoard(organizationId, values),
    onDone: async ({ id }) => {
      void refreshBoardLists();
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
      <p className="text-sm text-muted">
        <Link
          to="/o/$organizationId/templates"
          params={{ organizationId }}
          className="font-medium text-accent-ink hover:underline"
        >
          {t('templates.fromTemplate')}
        </Link>
      </p>
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <SubmitButton>{t('boards.create')}</SubmitButton>
      </DialogFooter>
    </Form>
  );
}
