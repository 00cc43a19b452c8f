import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Mail } from 'lucide-react';
import { goingTo } from '../../app/guards.ts';
import { t, tRich } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { EntryCard, entryLinkClass } from '../../entry/entry-card.tsx';
import { RegisterForm } from './register-form.tsx';

export function RegisterPage() {
  const { data } = useRead('instance.status', {});
  if (data?.signUp === 'invitation') return <ClosedCard />;
  return <OpenCard />;
}

function LogInHint() {
  const link = (
    <Link to="/log-in" className={entryLinkClass}>
      {t('register.logIn')}
    </Link>
  );
  return <p>{tRich('register.hasAccount', { logIn: link })}</p>;
}

function OpenCard() {
  const { next } = useSearch({ from: '/entry/register' });
  const navigate = useNavigate();
  return (
    <EntryCard title={t('register.title')} text={t('register.text')} footer={<LogInHint />}>
      <RegisterForm
        submitLabel={t('register.submit')}
        onDone={() => void navigate({ ...goingTo(next), replace: true })}
      />
    </EntryCard>
  );
}

function ClosedCard() {
  return (
    <EntryCard
      icon={Mail}
      title={t('register.closed.title')}
      text={t('register.closed.text')}
      footer={<LogInHint />}
    />
  );
}
