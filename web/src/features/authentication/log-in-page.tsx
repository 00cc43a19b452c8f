import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { t, tRich } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { EntryCard, entryLinkClass } from '../../entry/entry-card.tsx';
import { LogInForm } from './log-in-form.tsx';

export function LogInPage() {
  const { next } = useSearch({ from: '/entry/log-in' });
  const navigate = useNavigate();
  const goOn = () => void navigate({ href: next ?? '/', replace: true });
  return (
    <EntryCard title={t('logIn.title')} text={t('logIn.text')} footer={<RegisterHint />}>
      <LogInForm onDone={goOn} />
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
