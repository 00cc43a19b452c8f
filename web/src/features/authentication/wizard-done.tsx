import { Link } from '@tanstack/react-router';
import {
  ArrowRight,
  CircleCheck,
  House,
  type LucideIcon,
  ShieldCheck,
  UserPlus,
} from 'lucide-react';
import type { OwnOrganization } from '../../app/navigation.ts';
import { t } from '../../i18n/t.tsx';
import { EntryCard } from '../../entry/entry-card.tsx';

interface WizardDoneProps {
  organization: OwnOrganization;
  step: number;
  steps: number;
}

/** The wizard's last page: three ways on, none of them forced. */
export function WizardDone({ organization, step, steps }: WizardDoneProps) {
  const { id, name } = organization;
  return (
    <EntryCard
      icon={CircleCheck}
      eyebrow={t('wizard.step', { step, steps })}
      title={t('wizard.doneTitle', { organization: name })}
      text={t('wizard.doneText')}
    >
      <ul className="flex flex-col gap-2">
        <Door
          icon={UserPlus}
          href={`/o/${id}/invitations?new=true`}
          title={t('wizard.inviteTitle')}
          text={t('wizard.inviteText')}
        />
        <Door
          icon={ShieldCheck}
          href="/settings/security"
          title={t('wizard.mfaTitle')}
          text={t('wizard.mfaText')}
        />
        <Door
          icon={House}
          href={`/o/${id}`}
          title={t('wizard.homeTitle', { organization: name })}
          text={t('wizard.homeText')}
        />
      </ul>
    </EntryCard>
  );
}

interface DoorProps {
  icon: LucideIcon;
  href: string;
  title: string;
  text: string;
}

function Door({ icon: Icon, href, title, text }: DoorProps) {
  return (
    <li>
      <Link
        to={href}
        className="flex items-center gap-3 rounded border border-line p-3 transition-colors hover:bg-hover"
      >
        <Icon aria-hidden="true" className="size-5 shrink-0 text-accent-ink" />
        <span className="min-w-0 flex-1">
          <span className="block text-base font-medium text-ink">{title}</span>
          <span className="block text-sm text-muted">{text}</span>
        </span>
        <ArrowRight aria-hidden="true" className="size-4 shrink-0 text-faint" />
      </Link>
    </li>
  );
}
