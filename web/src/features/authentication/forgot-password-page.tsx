import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { EmailField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { CheckMail } from './check-mail.tsx';
import { EntryCard, entryLinkClass } from '../../entry/entry-card.tsx';

export function ForgotPasswordPage() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const back = (
    <Link to="/log-in" className={entryLinkClass}>
      {t('entry.toLogIn')}
    </Link>
  );
  if (sentTo !== null) {
    return (
      <EntryCard title={t('forgot.title')} footer={back}>
        <CheckMail text={t('checkMail.reset', { email: sentTo })} />
      </EntryCard>
    );
  }
  return (
    <EntryCard title={t('forgot.title')} text={t('forgot.text')} footer={back}>
      <ForgotForm onSent={setSentTo} />
    </EntryCard>
  );
}

function ForgotForm({ onSent }: { onSent: (email: string) => void }) {
  const form = useServerForm({
    defaultValues: { email: '' },
    send: (values: { email: string }) => call('authentication.requestPasswordReset', values),
    onDone: (_answer, { email }) => onSent(email),
  });
  return (
    <Form focusesFirst form={form} label={t('forgot.title')}>
      <FormError />
      <EmailField autoComplete="username" />
      <SubmitButton size="lg" full>
        {t('forgot.submit')}
      </SubmitButton>
    </Form>
  );
}
