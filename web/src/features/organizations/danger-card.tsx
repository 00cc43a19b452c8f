import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useMay, useOrganization } from '../../app/use-organization.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { useRead } from '../../lib/query.ts';
import { refreshReads, useWrite } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Card, SettingRow } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { TransferDialog } from './transfer-dialog.tsx';

type Asking = 'leave' | 'transfer' | 'delete' | null;

/** Leaving, handing over and deleting: each says what it touches and asks again. */
export function DangerCard() {
  const [asking, setAsking] = useState<Asking>(null);
  const { deletionScheduledFor } = useOrganization();
  const mayDelete = useMay('organization:delete');
  const close = () => setAsking(null);
  return (
    <Card>
      <DangerRow title={t('settings.leaveTitle')} text={t('settings.leaveText')}>
        <Button onClick={() => setAsking('leave')}>{t('settings.leave')}</Button>
      </DangerRow>
      {mayDelete && (
        <DangerRow title={t('settings.transferTitle')} text={t('settings.transferText')}>
          <Button onClick={() => setAsking('transfer')}>{t('settings.transfer')}</Button>
        </DangerRow>
      )}
      {mayDelete && deletionScheduledFor === null && (
        <DangerRow title={t('settings.deleteTitle')} text={t('settings.deleteText')}>
          <Button variant="dangerQuiet" onClick={() => setAsking('delete')}>
            {t('settings.delete')}
          </Button>
        </DangerRow>
      )}
      {asking === 'leave' && <LeaveDialog onClose={close} />}
      {asking === 'transfer' && <TransferDialog onClose={close} />}
      {asking === 'delete' && <DeleteDialog onClose={close} />}
    </Card>
  );
}

function DangerRow({
  title,
  text,
  children,
}: {
  title: string;
  text: string;
  children: ReactNode;
}) {
  return (
    <SettingRow title={title} description={text}>
      {children}
    </SettingRow>
  );
}

function LeaveDialog({ onClose }: { onClose: () => void }) {
  const { id: organizationId, name: organization } = useOrganization();
  const [error, setError] = useState<string>();
  const navigate = useNavigate();
  const leave = useWrite('organizations.leave', []);
  const confirm = async () => {
    const outcome = await leave.send({ organizationId });
    if (!outcome.ok) return setError(describeFailure(outcome.error));
    await navigate({ to: '/organizations/new' });
    await refreshReads('organizations.list');
    await navigate({ to: '/', replace: true });
    showToast({ title: t('settings.left', { organization }) });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('settings.leaveConfirm', { organization })}
      description={t('settings.leaveText')}
      action={t('settings.leave')}
      error={error}
      pending={leave.isPending}
      onConfirm={() => void confirm()}
    />
  );
}

function DeleteDialog({ onClose }: { onClose: () => void }) {
  const { id: organizationId, name: organization } = useOrganization();
  const [error, setError] = useState<string>();
  const roles = useRead('roles.list', { organizationId });
  const members = (roles.data ?? []).reduce((sum, role) => sum + role.memberCount, 0);
  const remove = useWrite('organizations.delete', ['organizations.list']);
  const confirm = async () => {
    const outcome = await remove.send({ organizationId, confirmName: organization });
    if (!outcome.ok) return setError(describeFailure(outcome.error));
    onClose();
    const date = formatDate(outcome.data.deletionScheduledFor ?? Date.now());
    showToast({ tone: 'neutral', title: t('settings.deleteScheduled', { organization, date }) });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('settings.deleteConfirm', { organization })}
      description={`${t('settings.deleteTouches', { count: members })} ${t('settings.deleteText')}`}
      action={t('settings.delete')}
      typeToConfirm={organization}
      error={error}
      pending={remove.isPending}
      onConfirm={() => void confirm()}
    />
  );
}
