import type { Output } from '@boardwire/sdk/operations';
import { useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Card } from '../../ui/section.tsx';
import { Switch } from '../../ui/switch.tsx';
import { showToast } from '../../ui/toast-store.ts';

type Settings = Output<'sandbox.get'>;

/** The switch, and what programs have set besides it. */
export function SandboxCard({ settings }: { settings: Settings }) {
  const { isOn, apiKeyIds, faults } = settings;
  const [isAsking, setAsking] = useState(false);
  const { isPending, set } = useSet(settings);
  const turnOff = async () => {
    const failure = await set(false);
    if (failure !== null) showFailureToast(failure);
  };
  return (
    <Card>
      <Switch
        label={t('sandbox.on')}
        hint={t('sandbox.onHint')}
        checked={isOn}
        disabled={isPending}
        onChange={() => (isOn ? void turnOff() : setAsking(true))}
      />
      {apiKeyIds.length > 0 && (
        <p className="mt-3 text-sm text-muted">{t('sandbox.keys', { count: apiKeyIds.length })}</p>
      )}
      {faults.length > 0 && (
        <p className="mt-3 text-sm text-muted">{t('sandbox.faults', { count: faults.length })}</p>
      )}
      {isAsking && <TurnOnDialog settings={settings} onClose={() => setAsking(false)} />}
    </Card>
  );
}

/** Switches, and leaves what programs have set as it is; answers what went wrong, or null. */
function useSet({ apiKeyIds, faults }: Settings) {
  const { id: organizationId } = useOrganization();
  const { isPending, send } = useWrite('sandbox.set', ['sandbox.get']);
  const set = async (isOn: boolean) => {
    const outcome = await send({ organizationId, isOn, apiKeyIds, faults });
    if (!outcome.ok) return outcome.error;
    showToast({ title: t(isOn ? 'sandbox.isOn' : 'sandbox.isOff') });
    return null;
  };
  return { isPending, set };
}

function TurnOnDialog({ settings, onClose }: { settings: Settings; onClose: () => void }) {
  const { name: organization } = useOrganization();
  const { isPending, set } = useSet(settings);
  const [error, setError] = useState<string>();
  const confirm = async () => {
    const failure = await set(true);
    if (failure !== null) return setError(describeFailure(failure));
    onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('sandbox.onTitle')}
      description={t('sandbox.onText', { organization })}
      action={t('sandbox.turnOn')}
      error={error}
      pending={isPending}
      onConfirm={() => void confirm()}
    />
  );
}
