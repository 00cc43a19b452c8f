import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../../app/session.ts';
import { PasswordField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import type { Failure } from '../../lib/failure.ts';
import { refreshReads } from '../../lib/write.ts';
import { ContinueLink } from '../../entry/continue-link.tsx';
import { EntryCard } from '../../entry/entry-card.tsx';
import { isSpentLink } from '../../entry/is-spent-link.ts';
import { IncompleteLink, SpentLink } from '../../entry/link-problem.tsx';
import { useLinkToken } from '../../entry/use-link-token.ts';

type State = 'asking' | 'spent' | 'done';

/** Never verifies by itself: mail scanners open links too, and the account must be the reader's. */
export function VerifyEmailPage() {
  const token = useLinkToken();
  const [state, setState] = useState<State>('asking');
  const isSignedIn = useSession().status === 'signedIn';
  if (token === undefined) return <IncompleteLink />;
  if (state === 'spent') return <SpentLink />;
  if (state === 'done') {
    return (
      <EntryCard icon={MailCheck} title={t('verify.doneTitle')} text={t('verify.doneText')}>
        <ContinueLink />
      </EntryCard>
    );
  }
  return (
    <EntryCard
      icon={MailCheck}
      title={t('verify.title')}
      text={isSignedIn ? undefined : t('verify.text')}
    >
      <VerifyForm token={token} asksPassword={!isSignedIn} onChange={setState} />
    </EntryCard>
  );
}

interface VerifyFormProps {
  token: string;
  asksPassword: boolean;
  onChange: (state: State) => void;
}

function VerifyForm({ token, asksPassword, onChange }: VerifyFormProps) {
  const form = useServerForm({
    defaultValues: { password: '' },
    send: ({ password }: { password: string }) =>
      call('authentication.verifyEmail', asksPassword ? { token, password } : { token }),
    onDone: async () => {
      if (!asksPassword) await refreshReads('accounts.get');
      onChange('done');
    },
    placeFailure: (failure: Failure) => {
      if (isSpentLink(failure)) onChange('spent');
      return undefined;
    },
  });
  return (
    <Form focusesFirst form={form} label={t('verify.title')}>
      <FormError />
      {asksPassword && (
        <PasswordField name="password" label={t('form.password')} autoComplete="current-password" />
      )}
      <SubmitButton size="lg" full>
        {t('verify.submit')}
      </SubmitButton>
    </Form>
  );
}
