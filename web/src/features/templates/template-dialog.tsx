import type { Output } from '@boardwire/sdk/operations';
import { useNavigate } from '@tanstack/react-router';
import { useOrganization } from '../../app/use-organization.ts';
import { CheckboxField, SelectField, TextField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { WorkspaceField } from '../../form/workspace-field.tsx';
import { addFromTemplate, type Template, type TemplateChoice } from './begin.ts';

interface TemplateDialogProps {
  template: Template;
  onClose: () => void;
}

/** Asks what the new board is called and where it goes; everything is filled in already. */
export function TemplateDialog({ template, onClose }: TemplateDialogProps) {
  const { id: organizationId } = useOrganization();
  const { data: workspaces } = useRead('workspaces.list', { organizationId });
  if (!workspaces) return null;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('templates.dialog', { name: template.name })}
      description={template.description}
    >
      <TemplateForm template={template} workspaces={workspaces} onClose={onClose} />
    </Dialog>
  );
}

interface TemplateFormProps extends TemplateDialogProps {
  workspaces: Output<'workspaces.list'>;
}

function TemplateForm({ template, workspaces, onClose }: TemplateFormProps) {
  const { id: organizationId } = useOrganization();
  const navigate = useNavigate();
  const form = useServerForm<TemplateChoice, Output<'templates.use'>>({
    defaultValues: {
      name: template.name,
      workspaceId: workspaces[0]?.id ?? '',
      workspace: workspaces.length === 0 ? t('templates.firstWorkspace') : '',
      visibility: 'organization',
      withItems: true,
    },
    send: (values) => addFromTemplate(organizationId, template, values),
    onDone: async ({ id }) => {
      await navigate({ to: '/boards/$boardId', params: { boardId: id } });
    },
  });
  return (
    <Form form={form} label={t('templates.dialog', { name: template.name })}>
      <FormError />
      <TextField name="name" label={t('boards.name')} autoComplete="off" />
      <WorkspaceField workspaces={workspaces} />
      <SelectField name="visibility" label={t('boards.visibility')}>
        <option value="organization">{t('boards.visibility.organization')}</option>
        <option value="private">{t('boards.visibility.private')}</option>
      </SelectField>
      <CheckboxField name="withItems" label={t('templates.withItems')} />
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <SubmitButton>{t('boards.create')}</SubmitButton>
      </DialogFooter>
    </Form>
  );
}
