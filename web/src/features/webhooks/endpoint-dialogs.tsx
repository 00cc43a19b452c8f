import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { useOrganization } from '../../app/use-organization.ts';
import { SelectField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { describeFailure } from '../../lib/failure-text.ts';
import { refreshReads, useWrite } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { EndpointForm, type EndpointInput } from './endpoint-form.tsx';
import type { Endpoint, EndpointWithSecret } from './webhook-types.ts';

/** Adds an endpoint, shows its secret once, and goes to its page. */
export function CreateEndpointDialog({ onClose }: { onClose: () => void }) {
  const { id: organizationId } = useOrganization();
  const navigate = useNavigate();
  const [created, setCreated] = useState<EndpointWithSecret | null>(null);
  const leave = ({ id: endpointId }: EndpointWithSecret) =>
    void navigate({
      to: '/o/$organizationId/webhooks/$endpointId',
      params: { organizationId, endpointId },
    });
  if (created) return <SecretDialog secret={created.secret} onClose={() => leave(created)} />;
  return (
    <Dialog open width="md" onOpenChange={onClose} title={t('hooks.newTitle')}>
      <EndpointForm<EndpointWithSecret>
        label={t('hooks.newTitle')}
        action={t('hooks.create')}
        send={(input) => call('webhooks.create', { organizationId, ...input })}
        onDone={async (endpoint) => {
          setCreated(endpoint);
          await refreshReads('webhooks.list');
        }}
        onClose={onClose}
      />
    </Dialog>
  );
}

interface EndpointDialogProps {
  endpoint: Endpoint;
  onClose: () => void;
}

/** Changes what people decide about an endpoint. */
export function EditEndpointDialog({ endpoint, onClose }: EndpointDialogProps) {
  const { id: ownId } = useAccount();
  const { actsFor } = endpoint;
  const isOwn = actsFor?.userId === ownId;
  return (
    <Dialog open width="md" onOpenChange={onClose} title={t('hooks.editTitle')}>
      <EndpointForm
        endpoint={endpoint}
        label={t('hooks.editTitle')}
        action={t('ui.save')}
        note={isOwn ? undefined : t('hooks.takesOver', { name: actsFor?.name ?? '–' })}
        send={(input) =>
          call('webhooks.update', {
            endpointId: endpoint.id,
            ...input,
            ...(!isOwn && isRedirected(endpoint, input) && { actsForMe: true }),
          })
        }
        onDone={async () => {
          onClose();
          showToast({ title: t('ui.saved') });
          await refreshReads('webhooks.get', 'webhooks.list');
        }}
        onClose={onClose}
      />
    </Dialog>
  );
}

/** Whether it is to call elsewhere, or to hear of something else: only its person may ask that of it. */
function isRedirected(before: Endpoint, after: EndpointInput): boolean {
  const { url, boardId, eventTypes } = after;
  if (url !== before.url || boardId !== before.boardId) return true;
  return eventTypes.toSorted().join() !== before.eventTypes.toSorted().join();
}

/** The secret is lost with this dialog: only its button closes it. */
function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Dialog
      open
      required
      width="md"
      onOpenChange={onClose}
      title={t('hooks.secretTitle')}
      description={t('hooks.secretText')}
    >
      <CopyField value={secret} label={t('hooks.copySecret')} />
      <DialogFooter>
        <Button variant="primary" onClick={onClose}>
          {t('ui.done')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

const OVERLAP_HOURS = ['0', '1', '24', '72', '168'] as const;
const DAY_HOURS = 24;

function overlapText(hours: number): string {
  if (hours === 0) return t('hooks.overlapNone');
  if (hours < DAY_HOURS) return t('hooks.overlapHours', { count: hours });
  return t('hooks.overlapDays', { count: hours / DAY_HOURS });
}

/** Makes a new secret; the old one signs beside it for as long as is chosen. */
export function RotateDialog({ endpoint, onClose }: EndpointDialogProps) {
  const [secret, setSecret] = useState<string | null>(null);
  const form = useServerForm({
    defaultValues: { overlapHours: '24' },
    send: ({ overlapHours }: { overlapHours: string }) =>
      call('webhooks.rotateSecret', {
        endpointId: endpoint.id,
        overlapHours: Number(overlapHours),
      }),
    onDone: async (rotated) => {
      setSecret(rotated.secret);
      await refreshReads('webhooks.get');
    },
  });
  if (secret !== null) return <SecretDialog secret={secret} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('hooks.rotateTitle')}
      description={t('hooks.rotateText')}
    >
      <Form form={form} label={t('hooks.rotateTitle')}>
        <FormError />
        <SelectField name="overlapHours" label={t('hooks.overlap')}>
          {OVERLAP_HOURS.map((hours) => (
            <option key={hours} value={hours}>
              {overlapText(Number(hours))}
            </option>
          ))}
        </SelectField>
        <DialogFooter>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <SubmitButton>{t('hooks.rotateAction')}</SubmitButton>
        </DialogFooter>
      </Form>
    </Dialog>
  );
}

/** Deletes an endpoint, once its name is typed. */
export function DeleteEndpointDialog({ endpoint, onClose }: EndpointDialogProps) {
  const { id: organizationId } = useOrganization();
  const navigate = useNavigate();
  const [error, setError] = useState<string>();
  const remove = useWrite('webhooks.delete', ['webhooks.list']);
  const confirm = async () => {
    const outcome = await remove.send({ endpointId: endpoint.id });
    if (!outcome.ok) return setError(describeFailure(outcome.error));
    await navigate({ to: '/o/$organizationId/webhooks', params: { organizationId } });
    showToast({ title: t('hooks.deleted', { name: endpoint.name }) });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('hooks.deleteTitle', { name: endpoint.name })}
      description={t('hooks.deleteText')}
      action={t('hooks.deleteAction')}
      typeToConfirm={endpoint.name}
      error={error}
      pending={remove.isPending}
      onConfirm={() => void confirm()}
    />
  );
}
