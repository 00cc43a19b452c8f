import { Monitor, Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { chooseTheme } from '../../app/choose-theme.ts';
import { type Theme, usePreferences } from '../../app/preferences.ts';
import { t } from '../../i18n/t.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { Card, Section } from '../../ui/section.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { EmailCard } from './email-card.tsx';
import { NameForm } from './name-form.tsx';
import { RegionForm } from './region-form.tsx';

export function ProfilePage() {
  return (
    <Page>
      <PageHeader title={t('profile.title')} description={t('profile.text')} />
      <Section title={t('profile.personTitle')}>
        <Card>
          <NameForm />
        </Card>
      </Section>
      <Section title={t('profile.emailTitle')} description={t('profile.emailText')}>
        <EmailCard />
      </Section>
      <Section title={t('profile.themeTitle')} description={t('profile.themeText')}>
        <ThemeChoice />
      </Section>
      <Section title={t('profile.regionTitle')} description={t('profile.regionText')}>
        <Card>
          <RegionForm />
        </Card>
      </Section>
    </Page>
  );
}

function themeLabel(icon: ReactNode, text: string): ReactNode {
  return (
    <span className="flex items-center gap-2 [&_svg]:size-4">
      {icon}
      {text}
    </span>
  );
}

function ThemeChoice() {
  const theme = usePreferences((preferences) => preferences.theme);
  return (
    <div className="max-w-90">
      <Segmented<Theme>
        label={t('profile.themeTitle')}
        value={theme}
        onChange={chooseTheme}
        options={[
          { value: 'system', label: themeLabel(<Monitor aria-hidden="true" />, t('theme.system')) },
          { value: 'light', label: themeLabel(<Sun aria-hidden="true" />, t('theme.light')) },
          { value: 'dark', label: themeLabel(<Moon aria-hidden="true" />, t('theme.dark')) },
        ]}
      />
    </div>
  );
}
