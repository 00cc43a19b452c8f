import { AtSign } from 'lucide-react';
import { useState } from 'react';
import { hasSession } from '../../app/session.ts';
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

/** Takes over the new address on a click; opening the link alone changes nothing. */
export function ConfirmEmailPage() {
  const token = useLinkToken();
  const [state, setState] = useState<State>('asking');
  if (token === undefined) return <IncompleteLink />;
  if (state === 'spent') return <SpentLink />;
  const isDone = state === 'done';
  return (
    <EntryCard
      icon={AtSign}
      title={t(isDone ? 'confirmEmail.doneTitle' : 'confirmEmail.title')}
      text={t(isDone ? 'confirmEmail.doneText' : 'confirmEmail.text')}
    >
      {isDone ? <ContinueLink /> : <ConfirmForm token={token} onChange={setState} />}
    </EntryCard>
  );
}

function ConfirmForm({ token, onChange }: { token: string; onChange: (state: State) => void }) {
  const form = useServerForm({
    defaultValues: {},
    send: () => call('accounts.confirmEmailChange', { token }),
    onDone: async () => {
      if (hasSession()) await refreshReads('accounts.get');
      onChange('done');
    },
    placeFailure: (failure: Failure) => {
      if (isSpentLink(failure)) onChange('spent');
      return undefined;
    },
  });
  return (
    <Form form={form} label={t('confirmEmail.title')}>
      <FormError />
      <SubmitButton size="lg" full>
        {t('confirmEmail.submit')}
      </SubmitButton>
    </Form>
  );
}
