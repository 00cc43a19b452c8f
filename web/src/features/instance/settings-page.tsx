import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { Badge } from '../../ui/badge.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Card, Section, SettingRow } from '../../ui/section.tsx';
import { CardSkeleton } from '../../ui/skeleton.tsx';
import type { InstanceSettings } from './instance-settings.ts';
import { OwnerOnly } from './owner-only.tsx';
import { PartTable } from './part-table.tsx';
import { ReadOnlyCard } from './read-only-card.tsx';
import { SignUpCard } from './sign-up-card.tsx';

const ADDRESS_VARIABLE = 'PUBLIC_URL';

export function InstanceSettingsPage() {
  return (
    <OwnerOnly>
      <Settings />
    </OwnerOnly>
  );
}

function Settings() {
  const query = useRead('instance.getSettings', {});
  const { data: status } = useRead('instance.status', {});
  return (
    <Page>
      <PageHeader
        title={t('instance.title')}
        description={t('instance.text', { version: status?.version ?? '' })}
      />
      <QueryView query={query} skeleton={<CardSkeleton />}>
        {(settings) => (
          <>
            <Section title={t('instance.signUpTitle')} description={t('instance.signUpText')}>
              <SignUpCard settings={settings} />
            </Section>
            <Section title={t('readOnly.title')} description={t('readOnly.text')}>
              <ReadOnlyCard readOnly={settings.readOnly} />
            </Section>
            <Section
              title={t('instance.addressTitle')}
              description={t('instance.addressText', { variable: ADDRESS_VARIABLE })}
            >
              <AddressCard settings={settings} />
            </Section>
            <Section title={t('instance.partsTitle')} description={t('instance.partsText')}>
              <PartTable parts={settings.parts} />
            </Section>
          </>
        )}
      </QueryView>
    </Page>
  );
}

function AddressCard({ settings }: { settings: InstanceSettings }) {
  return (
    <Card>
      <SettingRow title={<span className="font-mono text-sm break-all">{settings.publicUrl}</span>}>
        <Badge tone={settings.isExposed ? 'accent' : 'neutral'}>
          {t(settings.isExposed ? 'instance.exposed' : 'instance.local')}
        </Badge>
      </SettingRow>
    </Card>
  );
}
