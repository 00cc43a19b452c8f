import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { Button } from '../../ui/button.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { Card, Section, SettingRow } from '../../ui/section.tsx';
import { TwoStepCard } from '../mfa/index.ts';
import { SessionSection } from '../sessions/index.ts';
import { OwnActivity } from '../audit/index.ts';
import { ChangePasswordDialog } from './change-password-dialog.tsx';

export function SecurityPage() {
  return (
    <Page>
      <PageHeader title={t('security.title')} description={t('security.text')} />
      <Card>
        <PasswordRow />
        <TwoStepCard />
      </Card>
      <SessionSection />
      <Section title={t('activity.title')} description={t('activity.text')}>
        <OwnActivity />
      </Section>
    </Page>
  );
}

function PasswordRow() {
  const [isChanging, setChanging] = useState(false);
  return (
    <SettingRow title={t('security.passwordTitle')} description={t('security.passwordText')}>
      <Button onClick={() => setChanging(true)}>{t('security.passwordChange')}</Button>
      {isChanging && <ChangePasswordDialog onClose={() => setChanging(false)} />}
    </SettingRow>
  );
}
