import { queryClient } from '../../lib/query-client.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads, showFailureToast } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Radio } from '../../ui/radio.tsx';
import { Card } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import type { InstanceSettings } from './instance-settings.ts';

type Mode = InstanceSettings['signUp']['value'];

const KEY = ['instance.getSettings', {}] as const;
const LABELS = { open: 'instance.signUpOpen', invitation: 'instance.signUpInvitation' } as const;

/** Shown at once, taken back if the server refuses. */
async function chooseMode(settings: InstanceSettings, mode: Mode | null): Promise<void> {
  const value = mode ?? settings.signUp.default;
  const shown = { ...settings, signUp: { ...settings.signUp, value, isDefault: mode === null } };
  queryClient.setQueryData(KEY, shown);
  const outcome = await call('instance.updateSettings', { signUp: mode });
  queryClient.setQueryData(KEY, outcome.ok ? outcome.data : settings);
  if (!outcome.ok) return showFailureToast(outcome.error);
  await refreshReads('instance.status');
  showToast({ title: t('ui.saved') });
}

/** Who may sign up, with its default and the way back to it (web W19). */
export function SignUpCard({ settings }: { settings: InstanceSettings }) {
  const { signUp } = settings;
  return (
    <Card className="flex flex-col gap-4">
      <div role="radiogroup" aria-label={t('instance.signUpTitle')} className="flex flex-col gap-2">
        {(['open', 'invitation'] as const).map((mode) => (
          <Radio
            key={mode}
            name="signUp"
            label={t(LABELS[mode])}
            checked={signUp.value === mode}
            onChange={() => void chooseMode(settings, mode)}
          />
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-3 text-sm text-muted">
        <span>{t('instance.signUpDefault', { value: t(LABELS[signUp.default]) })}</span>
        {!signUp.isDefault && (
          <Button size="sm" onClick={() => void chooseMode(settings, null)}>
            {t('instance.signUpReset')}
          </Button>
        )}
      </div>
    </Card>
  );
}
