import type { Permission } from '@boardwire/contract/permissions';
import type { Output } from '@boardwire/sdk/operations';
import { useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { SelectField, TextField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { type Outcome, useServerForm } from '../../form/use-server-form.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { PermissionField } from '../roles/index.ts';

type Created = Output<'apiKeys.create'>;

interface Values {
  name: string;
  days: string;
  scopes: Permission[];
}

const EXPIRY_DAYS = [30, 90, 365] as const;
const NEVER = 'never';
const DAY_MS = 86_400_000;

function expiryFrom(days: string, nowMs: number): string | null {
  return days === NEVER ? null : dateAfter(Number(days), nowMs);
}

function dateAfter(days: number, nowMs: number): string {
  return new Date(nowMs + days * DAY_MS).toISOString();
}

export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const [created, setCreated] = useState<Created | null>(null);
  if (created) return <SecretDialog secret={created.secret} onClose={onClose} />;
  return (
    <Dialog open width="md" onOpenChange={onClose} title={t('apiKeys.newTitle')}>
      <CreateKeyForm onCreated={setCreated} onClose={onClose} />
    </Dialog>
  );
}

/** The secret is lost with this dialog: only its button closes it. */
function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Dialog
      open
      required
      width="md"
      onOpenChange={onClose}
      title={t('apiKeys.secretTitle')}
      description={t('apiKeys.secretText')}
    >
      <CopyField value={secret} label={t('apiKeys.copy')} />
      <DialogFooter>
        <Button variant="primary" onClick={onClose}>
          {t('ui.done')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

interface CreateKeyFormProps {
  onCreated: (created: Created) => void;
  onClose: () => void;
}

function CreateKeyForm({ onCreated, onClose }: CreateKeyFormProps) {
  const { id: organizationId, permissions } = useOrganization();
  const [openedAtMs] = useState(() => Date.now());
  const form = useServerForm<Values, Created>({
    defaultValues: { name: '', days: '90', scopes: ['organization:read'] },
    send: ({ name, days, scopes }): Promise<Outcome<Created>> =>
      call('apiKeys.create', {
        organizationId,
        name,
        scopes,
        expiresAt: expiryFrom(days, Date.now()),
      }),
    onDone: async (created) => {
      onCreated(created);
      await refreshReads('apiKeys.list');
    },
  });
  return (
    <Form form={form} label={t('apiKeys.newTitle')}>
      <FormError />
      <TextField
        name="name"
        label={t('apiKeys.name')}
        hint={t('apiKeys.nameHint')}
        autoComplete="off"
      />
      <SelectField name="days" label={t('apiKeys.expiry')}>
        {EXPIRY_DAYS.map((days) => (
          <option key={days} value={days}>
            {t('apiKeys.expiryDays', {
              count: days,
              date: formatDate(dateAfter(days, openedAtMs)),
            })}
          </option>
        ))}
        <option value={NEVER}>{t('apiKeys.expiryNever')}</option>
      </SelectField>
      <PermissionField
        name="scopes"
        label={t('apiKeys.scopes')}
        hint={t('apiKeys.scopesHint')}
        held={permissions}
      />
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <SubmitButton>{t('apiKeys.create')}</SubmitButton>
      </DialogFooter>
    </Form>
  );
}
