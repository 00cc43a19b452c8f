import { Navigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { setPreference, usePreferences } from '../../app/preferences.ts';
import { useSession } from '../../app/session.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { CreateOrganizationForm } from '../organizations/index.ts';
import { EntryCard } from '../../entry/entry-card.tsx';
import { RegisterForm } from './register-form.tsx';
import { WizardDone } from './wizard-done.tsx';

const STEPS = 3;

/** The first minutes of an instance: its owner, an organization, what to do next (web W46). */
export function WizardPage() {
  const { data: status } = useRead('instance.status', {});
  const isSignedIn = useSession().status !== 'signedOut';
  if (isSignedIn) return <LaterSteps />;
  if (status?.needsOwner) return <OwnerStep needsSetupCode={status.needsSetupCode} />;
  return <Navigate to="/log-in" search={{}} />;
}

function OwnerStep({ needsSetupCode }: { needsSetupCode: boolean }) {
  // Before the account is there: whoever leaves right after making it finds the next step.
  useEffect(rememberWizard, []);
  return (
    <EntryCard
      eyebrow={t('wizard.step', { step: 1, steps: STEPS })}
      title={t('wizard.ownerTitle')}
      text={t('wizard.ownerText')}
    >
      <RegisterForm
        submitLabel={t('wizard.ownerSubmit')}
        needsSetupCode={needsSetupCode}
        onDone={rememberWizard}
      />
    </EntryCard>
  );
}

/** Steps are taken from what there is, so that whoever comes back goes on where they left. */
function LaterSteps() {
  const { data: organizations } = useRead('organizations.list', {});
  const isOpen = usePreferences((preferences) => preferences.isWizardOpen);
  if (!organizations) return null;
  const [organization] = organizations;
  if (!organization) return <OrganizationStep />;
  // Who comes here later, by an old link, has the wizard behind them.
  if (!isOpen) return <Navigate to="/" />;
  return <WizardDone organization={organization} step={3} steps={STEPS} />;
}

function rememberWizard(): void {
  setPreference({ isWizardOpen: true });
}

function OrganizationStep() {
  return (
    <EntryCard
      eyebrow={t('wizard.step', { step: 2, steps: STEPS })}
      title={t('wizard.organizationTitle')}
      text={t('wizard.organizationText')}
    >
      <CreateOrganizationForm size="lg" onDone={rememberWizard} />
    </EntryCard>
  );
}
