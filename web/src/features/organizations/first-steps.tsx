import { Link } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { useMay, useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { buttonClass } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Section } from '../../ui/section.tsx';
import { VerifyButton } from '../accounts/index.ts';

interface Step {
  id: string;
  title: string;
  text: string;
  isDone: boolean;
  action: ReactNode;
}

/** The list of first steps; it goes away by itself when all are done. */
export function FirstSteps() {
  const steps = [...useAccountSteps(), ...useTeamSteps()];
  const done = steps.filter(({ isDone }) => isDone).length;
  if (done === steps.length) return null;
  return (
    <Section
      title={t('home.startTitle')}
      description={t('home.startProgress', { done, total: steps.length })}
    >
      <ul className="overflow-hidden rounded border border-line bg-surface">
        <li aria-hidden="true" className="h-1 bg-neutral-soft">
          <div
            className="h-full bg-accent transition-[width]"
            style={{ width: `${(100 * done) / steps.length}%` }}
          />
        </li>
        {steps.map((step) => (
          <StepRow key={step.id} step={step} />
        ))}
      </ul>
    </Section>
  );
}

function useAccountSteps(): Step[] {
  const { emailVerified, mfaEnabled } = useAccount();
  return [
    {
      id: 'verify',
      title: t('home.step.verify'),
      text: t('home.step.verifyText'),
      isDone: emailVerified,
      action: <VerifyButton label={t('home.step.verifyAction')} />,
    },
    {
      id: 'mfa',
      title: t('home.step.mfa'),
      text: t('home.step.mfaText'),
      isDone: mfaEnabled,
      action: <StepLink href="/settings/security" label={t('home.step.mfaAction')} />,
    },
  ];
}

/** Steps that the person's role allows; what cannot be known yet counts as done, to avoid a flicker. */
function useTeamSteps(): Step[] {
  const { id: organizationId } = useOrganization();
  const mayInvite = useMay('members:invite');
  const mayCreateKeys = useMay('apiKeys:create');
  const members = useRead('members.list', { organizationId, limit: 8 }, { enabled: mayInvite });
  const keys = useRead('apiKeys.list', { organizationId }, { enabled: mayCreateKeys });
  const steps: Step[] = [];
  if (mayInvite) {
    steps.push({
      id: 'invite',
      title: t('home.step.invite'),
      text: t('home.step.inviteText'),
      isDone: (members.data?.items.length ?? 2) > 1,
      action: (
        <StepLink
          href={`/o/${organizationId}/invitations?new=true`}
          label={t('home.step.inviteAction')}
        />
      ),
    });
  }
  if (mayCreateKeys) {
    steps.push({
      id: 'apiKey',
      title: t('home.step.apiKey'),
      text: t('home.step.apiKeyText'),
      isDone: (keys.data?.length ?? 1) > 0,
      action: (
        <StepLink
          href={`/o/${organizationId}/api-keys?new=true`}
          label={t('home.step.apiKeyAction')}
        />
      ),
    });
  }
  return steps;
}

function StepRow({ step }: { step: Step }) {
  return (
    <li className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3 last:border-0">
      <span
        className={cx(
          'grid size-5 shrink-0 place-items-center rounded-full border',
          step.isDone ? 'border-accent bg-accent text-on-accent' : 'border-control',
        )}
      >
        {step.isDone && <Check aria-hidden="true" className="size-3" />}
      </span>
      <div className="min-w-48 flex-1">
        <div className={cx('text-base font-medium', step.isDone ? 'text-muted' : 'text-ink')}>
          {step.title}
          {step.isDone && <span className="sr-only"> ({t('home.step.done')})</span>}
        </div>
        {!step.isDone && <div className="text-sm text-muted">{step.text}</div>}
      </div>
      {!step.isDone && step.action}
    </li>
  );
}

function StepLink({ href, label }: { href: string; label: string }) {
  return (
    <Link to={href} className={buttonClass()}>
      {label}
    </Link>
  );
}
