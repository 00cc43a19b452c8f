import type { Output } from '@boardwire/sdk/operations';
import { useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { EmailField, SelectField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { useRead } from '../../lib/query.ts';
import { roleName } from '../../lib/role-name.ts';
import { refreshReads } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { isWithin } from '../roles/index.ts';
import { LinkResult } from './link-result.tsx';
import { useSentText } from './sent-text.tsx';

type Created = Output<'invitations.create'>;
type Role = Output<'roles.list'>[number];
type Way = 'mail' | 'link';

interface Values {
  email: string;
  roleId: string;
}

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const [created, setCreated] = useState<Created | null>(null);
  const { id: organizationId } = useOrganization();
  const { data: roles } = useRead('roles.list', { organizationId });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('invitations.newTitle')}
      description={t('invitations.newText')}
    >
      {created && <Result created={created} onAnother={() => setCreated(null)} onClose={onClose} />}
      {!created && roles && <InviteForm roles={roles} onCreated={setCreated} onClose={onClose} />}
    </Dialog>
  );
}

interface ResultProps {
  created: Created;
  onAnother: () => void;
  onClose: () => void;
}

function Result({ created, ...acts }: ResultProps) {
  const sent = useSentText(created.email ?? '');
  const link = { title: t('invitations.linkTitle'), text: t('invitations.linkText') };
  return <LinkResult link={created.link} {...(created.email ? sent : link)} {...acts} />;
}

interface InviteFormProps {
  roles: readonly Role[];
  onCreated: (created: Created) => void;
  onClose: () => void;
}

function InviteForm({ roles, onCreated, onClose }: InviteFormProps) {
  const { id: organizationId, permissions } = useOrganization();
  const [way, setWay] = useState<Way>('mail');
  const offered = roles.filter((role) => isWithin(role.permissions, permissions));
  const byDefault = offered.find(({ key }) => key === 'member') ?? offered[0];
  const form = useServerForm<Values, Created>({
    defaultValues: { email: '', roleId: byDefault?.id ?? '' },
    send: ({ email, roleId }) =>
      call('invitations.create', { organizationId, roleId, ...(way === 'mail' ? { email } : {}) }),
    onDone: async (created) => {
      onCreated(created);
      await refreshReads('invitations.list');
    },
  });
  return (
    <Form focusesFirst form={form} label={t('invitations.newTitle')}>
      <Segmented
        label={t('invitations.how')}
        value={way}
        onChange={setWay}
        options={[
          { value: 'mail', label: t('invitations.byMail') },
          { value: 'link', label: t('invitations.byLink') },
        ]}
      />
      <FormError />
      {way === 'mail' && <EmailField autoComplete="off" />}
      <SelectField
        name="roleId"
        label={t('invitations.role')}
        {...(way === 'link' ? { hint: t('invitations.linkHint') } : {})}
      >
        {offered.map((role) => (
          <option key={role.id} value={role.id}>
            {roleName(role)}
          </option>
        ))}
      </SelectField>
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <SubmitButton>
          {t(way === 'mail' ? 'invitations.send' : 'invitations.makeLink')}
        </SubmitButton>
      </DialogFooter>
    </Form>
  );
}
