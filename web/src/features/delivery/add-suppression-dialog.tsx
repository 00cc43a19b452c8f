import type { Output } from '@boardwire/sdk/operations';
import { useWatch } from 'react-hook-form';
import { useOrganization } from '../../app/use-organization.ts';
import { EmailField, TextField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { fromZoned } from '../../i18n/zoned-time.ts';
import { call } from '../../lib/call.ts';
import type { Failure } from '../../lib/failure.ts';
import { refreshReads } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { KindChoice } from './kind-choice.tsx';

interface Values {
  kind: 'email' | 'phone';
  email: string;
  phone: string;
  until: string;
}

/** Takes an address out of everything that is sent. */
export function AddSuppressionDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose} title={t('suppression.add')}>
      <AddForm onClose={onClose} />
    </Dialog>
  );
}

function AddForm({ onClose }: { onClose: () => void }) {
  const { id: organizationId } = useOrganization();
  const form = useServerForm<Values, Output<'suppressions.add'>>({
    defaultValues: { kind: 'email', email: '', phone: '', until: '' },
    send: async ({ kind, email, phone, until }) => {
      const address = kind === 'email' ? { email } : { phone };
      const more = until === '' ? {} : { until: fromZoned(until) };
      const outcome = await call('suppressions.add', { organizationId, address, ...more });
      return outcome.ok ? outcome : { ok: false, error: placeProblem(outcome.error, kind) };
    },
    onDone: async ({ address }) => {
      onClose();
      await refreshReads('suppressions.list');
      showToast({ title: t('suppression.added', { address }) });
    },
  });
  return (
    <Form form={form} label={t('suppression.add')}>
      <FormError />
      <AddressFields />
      <TextField
        name="until"
        label={t('suppression.until')}
        hint={t('suppression.untilHint')}
        type="datetime-local"
        optional
      />
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <SubmitButton>{t('suppression.add')}</SubmitButton>
      </DialogFooter>
    </Form>
  );
}

/** The server says `address.email`, or `address` alone; the form has a field for each kind. */
function placeProblem(failure: Failure, kind: Values['kind']): Failure {
  const fields = failure.details?.fields?.map(({ path, message }) => ({
    path: path.startsWith('address') ? kind : path,
    message,
  }));
  return fields === undefined ? failure : { ...failure, details: { ...failure.details, fields } };
}

function AddressFields() {
  const kind = useWatch<Values, 'kind'>({ name: 'kind' });
  return (
    <>
      <KindChoice
        name="kind"
        label={t('suppression.kind')}
        options={[
          { value: 'email', label: t('suppression.email') },
          { value: 'phone', label: t('suppression.byPhone') },
        ]}
      />
      {kind === 'email' ? (
        <EmailField autoComplete="off" />
      ) : (
        <TextField
          name="phone"
          label={t('suppression.phone')}
          hint={t('suppression.phoneHint')}
          type="tel"
          autoComplete="off"
        />
      )}
    </>
  );
}
