import type { Output } from '@boardwire/sdk/operations';
import { useOrganization } from '../../app/use-organization.ts';
import { TextField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';

export function CreateTopicDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose} title={t('topic.create')}>
      <CreateForm onClose={onClose} />
    </Dialog>
  );
}

function CreateForm({ onClose }: { onClose: () => void }) {
  const { id: organizationId } = useOrganization();
  const form = useServerForm<{ name: string; key: string }, Output<'topics.create'>>({
    defaultValues: { name: '', key: '' },
    send: ({ name, key }) => call('topics.create', { organizationId, name, key }),
    onDone: async ({ name }) => {
      onClose();
      await refreshReads('topics.list');
      showToast({ title: t('topic.created', { name }) });
    },
  });
  return (
    <Form form={form} label={t('topic.create')}>
      <FormError />
      <TextField name="name" label={t('topic.name')} autoComplete="off" />
      <TextField
        name="key"
        label={t('topic.key')}
        hint={t('topic.keyHint')}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <SubmitButton>{t('topic.create')}</SubmitButton>
      </DialogFooter>
    </Form>
  );
}
