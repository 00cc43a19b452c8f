import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { goingTo } from '../../app/guards.ts';
import { t, tRich } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { EntryCard, entryLinkClass } from '../../entry/entry-card.tsx';
import { LogInForm } from './log-in-form.tsx';

export function LogInPage() {
  const { next } = useSearch({ from: '/entry/log-in' });
  const navigate = useNavigate();
  const [isSecondStep, setSecondStep] = useState(false);
  const goOn = () => void navigate({ ...goingTo(next), replace: true });
  return (
    <EntryCard
      title={t(isSecondStep ? 'mfa.title' : 'logIn.title')}
      text={isSecondStep ? undefined : t('logIn.text')}
      footer={isSecondStep ? undefined : <RegisterHint />}
    >
      <LogInForm onStep={(kind) => setSecondStep(kind === 'mfa')} onDone={goOn} />
    </EntryCard>
  );
}

function RegisterHint() {
  const { data } = useRead('instance.status', {});
  if (data?.signUp === 'invitation') return <p>{t('logIn.invitationOnly')}</p>;
  const link = (
    <Link to="/register" className={entryLinkClass}>
      {t('logIn.register')}
    </Link>
  );
  return <p>{tRich('logIn.noAccount', { register: link })}</p>;
}
