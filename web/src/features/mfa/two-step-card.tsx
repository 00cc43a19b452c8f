import { lazy, Suspense, useState } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { t } from '../../i18n/t.tsx';
import { loadModule } from '../../lib/load-module.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { SettingRow } from '../../ui/section.tsx';
import { DisableDialog } from './disable-dialog.tsx';
import { RegenerateDialog } from './regenerate-dialog.tsx';

const EnrollDialog = lazy(async () => ({
  default: (await loadModule(() => import('./enroll-dialog.tsx'))).EnrollDialog,
}));

type Asking = 'enroll' | 'disable' | 'regenerate' | null;

/** The second factor: on or off, and what can be done about it. */
export function TwoStepCard() {
  const { mfaEnabled } = useAccount();
  const [asking, setAsking] = useState<Asking>(null);
  const close = () => setAsking(null);
  const title = (
    <span className="flex items-center gap-2">
      {t('twoStep.title')}
      <Badge tone={mfaEnabled ? 'success' : 'neutral'}>
        {t(mfaEnabled ? 'twoStep.on' : 'twoStep.off')}
      </Badge>
    </span>
  );
  return (
    <SettingRow title={title} description={t('twoStep.text')}>
      {mfaEnabled ? (
        <>
          <Button onClick={() => setAsking('regenerate')}>{t('twoStep.codes')}</Button>
          <Button variant="dangerQuiet" onClick={() => setAsking('disable')}>
            {t('twoStep.turnOff')}
          </Button>
        </>
      ) : (
        <Button variant="primary" onClick={() => setAsking('enroll')}>
          {t('twoStep.turnOn')}
        </Button>
      )}
      <Suspense>{asking === 'enroll' && <EnrollDialog onClose={close} />}</Suspense>
      {asking === 'disable' && <DisableDialog onClose={close} />}
      {asking === 'regenerate' && <RegenerateDialog onClose={close} />}
    </SettingRow>
  );
}
