import { Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import type { OwnOrganization } from '../../app/navigation.ts';
import { t } from '../../i18n/t.tsx';
import { EntryCard, entryLinkClass } from '../../entry/entry-card.tsx';
import { Doors } from '../templates/index.ts';

interface WizardDoneProps {
  organization: OwnOrganization;
  step: number;
  steps: number;
}

/** The wizard's last page: three equal ways to a first board, and the way past them (web W46). */
export function WizardDone({ organization, step, steps }: WizardDoneProps) {
  const { id, name } = organization;
  return (
    <EntryCard
      icon={CircleCheck}
      eyebrow={t('wizard.step', { step, steps })}
      title={t('wizard.doneTitle', { organization: name })}
      text={t('wizard.doneText')}
      footer={
        <Link to="/o/$organizationId" params={{ organizationId: id }} className={entryLinkClass}>
          {t('wizard.homeTitle', { organization: name })}
        </Link>
      }
    >
      <Doors isStacked organizationId={id} />
    </EntryCard>
  );
}
