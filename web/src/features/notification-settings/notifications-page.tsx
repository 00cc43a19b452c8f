import { useState } from 'react';
import { useCurrentOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import './texts.ts';
import { DevicesSection } from './devices-section.tsx';
import { DigestSection } from './digest-section.tsx';
import { EverywhereSection } from './everywhere-section.tsx';
import { PhoneSection } from './phone-section.tsx';
import { PlacesSection } from './places-section.tsx';
import { QuietHoursSection } from './quiet-hours-section.tsx';

/** What one is told about, by which way, and when not. */
export function NotificationsPage() {
  const current = useCurrentOrganization();
  const [chosenId, setChosenId] = useState<string>();
  const organizationId = chosenId ?? current?.id;
  return (
    <Page>
      <PageHeader title={t('notify.title')} description={t('notify.text')} />
      {organizationId !== undefined && (
        <>
          <EverywhereSection organizationId={organizationId} onOrganization={setChosenId} />
          <PlacesSection organizationId={organizationId} />
        </>
      )}
      <DigestSection />
      <QuietHoursSection />
      <DevicesSection />
      <PhoneSection />
    </Page>
  );
}
