import type { Output } from '@boardwire/sdk/operations';
import { useNavigate } from '@tanstack/react-router';
import { useAccount } from '../../app/use-account.ts';
import { useOrganization } from '../../app/use-organization.ts';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { type ComposeValues, placeProblems, toRequest } from './compose-request.ts';
import { HowFields } from './compose-how.tsx';
import { SaysFields } from './compose-says.tsx';
import { ToFields } from './compose-to.tsx';

const EMPTY = {
  toKind: 'people',
  addresses: '',
  topic: '',
  segment: 'members',
  saysKind: 'ownWords',
  title: '',
  body: '',
  url: '',
  template: '',
  data: '',
  priority: 'normal',
  at: '',
} as const;

/** Sends a message to people, addresses or a topic; first of all to oneself, to try it. */
export function ComposeDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open width="md" onOpenChange={onClose} title={t('compose.title')}>
      <ComposeForm onClose={onClose} />
    </Dialog>
  );
}

function ComposeForm({ onClose }: { onClose: () => void }) {
  const { id: organizationId } = useOrganization();
  const { id: ownId } = useAccount();
  const navigate = useNavigate();
  const form = useServerForm<ComposeValues, Output<'notifications.send'>>({
    defaultValues: { ...EMPTY, people: [ownId], channels: [] },
    send: async (values) => {
      const outcome = await call('notifications.send', toRequest(organizationId, values));
      return outcome.ok ? outcome : { ok: false, error: placeProblems(outcome.error, values) };
    },
    onDone: async ({ jobId }) => {
      showToast({ title: t('compose.sent') });
      await refreshReads('notifications.list', 'notifications.listDeliveries');
      await navigate({
        to: '/o/$organizationId/delivery/messages/$messageId',
        params: { organizationId, messageId: jobId },
      });
    },
  });
  return (
    <Form form={form} label={t('compose.title')}>
      <FormError />
      <ToFields />
      <SaysFields />
      <HowFields />
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <SubmitButton>{t('compose.send')}</SubmitButton>
      </DialogFooter>
    </Form>
  );
}
