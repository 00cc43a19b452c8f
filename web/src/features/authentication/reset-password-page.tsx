import { Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import type { Failure } from '../../lib/failure.ts';
import { buttonClass } from '../../ui/button.tsx';
import { EntryCard } from '../../entry/entry-card.tsx';
import { isSpentLink } from '../../entry/is-spent-link.ts';
import { IncompleteLink, SpentLink } from '../../entry/link-problem.tsx';
import { NewPasswordField } from '../../form/new-password-field.tsx';
import { useLinkToken } from '../../entry/use-link-token.ts';

type State = 'asking' | 'spent' | 'done';

export function ResetPasswordPage() {
  const token = useLinkToken();
  const [state, setState] = useState<State>('asking');
  if (token === undefined) return <IncompleteLink />;
  if (state === 'spent') return <SpentReset />;
  if (state === 'done') return <ResetDone />;
  return (
    <EntryCard title={t('reset.title')} text={t('reset.text')}>
      <ResetForm token={token} onDone={() => setState('done')} onSpent={() => setState('spent')} />
    </EntryCard>
  );
}

interface ResetFormProps {
  token: string;
  onDone: () => void;
  onSpent: () => void;
}

function ResetForm({ token, onDone, onSpent }: ResetFormProps) {
  const form = useServerForm({
    defaultValues: { newPassword: '' },
    send: ({ newPassword }: { newPassword: string }) =>
      call('authentication.resetPassword', { token, newPassword }),
    onDone,
    placeFailure: (failure: Failure) => {
      if (isSpentLink(failure)) onSpent();
      return undefined;
    },
  });
  return (
    <Form focusesFirst form={form} label={t('reset.title')}>
      <FormError />
      <NewPasswordField name="newPassword" label={t('form.newPassword')} />
      <SubmitButton size="lg" full>
        {t('reset.submit')}
      </SubmitButton>
    </Form>
  );
}

function SpentReset() {
  return (
    <SpentLink>
      <Link
        to="/forgot-password"
        className={buttonClass({ variant: 'primary', size: 'lg', full: true })}
      >
        {t('link.newReset')}
      </Link>
    </SpentLink>
  );
}

function ResetDone() {
  return (
    <EntryCard icon={CircleCheck} title={t('reset.doneTitle')} text={t('reset.doneText')}>
      <Link to="/log-in" className={buttonClass({ variant: 'primary', size: 'lg', full: true })}>
        {t('entry.logIn')}
      </Link>
    </EntryCard>
  );
}
