import { Navigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../../app/session.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { CreateOrganizationForm } from '../organizations/index.ts';
import type { OwnOrganization } from '../../app/navigation.ts';
import { EntryCard } from '../../entry/entry-card.tsx';
import { RegisterForm } from './register-form.tsx';
import { WizardDone } from './wizard-done.tsx';

const STEPS = 3;

/** The first minutes of an instance: its owner, an organization, what to do next (web W46). */
export function WizardPage() {
  const { data: status } = useRead('instance.status', {});
  const isSignedIn = useSession().status !== 'signedOut';
  const [created, setCreated] = useState<OwnOrganization | null>(null);
  if (created) return <WizardDone organization={created} step={3} steps={STEPS} />;
  if (isSignedIn) return <OrganizationStep onDone={setCreated} />;
  if (status?.needsOwner) return <OwnerStep needsSetupCode={status.needsSetupCode} />;
  return <Navigate to="/log-in" search={{}} />;
}

function OwnerStep({ needsSetupCode }: { needsSetupCode: boolean }) {
  return (
    <EntryCard
      eyebrow={t('wizard.step', { step: 1, steps: STEPS })}
      title={t('wizard.ownerTitle')}
      text={t('wizard.ownerText')}
    >
      <RegisterForm
        submitLabel={t('wizard.ownerSubmit')}
        needsSetupCode={needsSetupCode}
        onDone={() => undefined}
      />
    </EntryCard>
  );
}

function OrganizationStep({ onDone }: { onDone: (organization: OwnOrganization) => void }) {
  const { data: organizations } = useRead('organizations.list', {});
  // Who comes here later, by an old link, has the wizard behind them.
  if (organizations && organizations.length > 0) return <Navigate to="/" />;
  return (
    <EntryCard
      eyebrow={t('wizard.step', { step: 2, steps: STEPS })}
      title={t('wizard.organizationTitle')}
      text={t('wizard.organizationText')}
    >
      <CreateOrganizationForm size="lg" onDone={onDone} />
    </EntryCard>
  );
}
