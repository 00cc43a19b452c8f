import type { Input, Output } from '@boardwire/sdk/operations';
import { useState } from 'react';
import type { Account } from '../../app/use-account.ts';
import { CodeField, TextField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { Button } from '../../ui/button.tsx';

export type Challenge = Extract<Output<'authentication.logIn'>, { status: 'mfaRequired' }>;
type Values = Pick<Input<'authentication.completeMfa'>, 'code'>;

interface MfaFormProps {
  challenge: Challenge;
  onDone: (account: Account) => void;
  /** Back to the password, when the challenge is over. */
  onRestart: (notice?: string) => void;
}

/** The second step of a log-in: a code of the app, or one of the saved recovery codes. */
export function MfaForm({ challenge, onDone, onRestart }: MfaFormProps) {
  const [isRecovery, setRecovery] = useState(false);
  const form = useServerForm<Values, Output<'authentication.completeMfa'>>({
    defaultValues: { code: '' },
    send: ({ code }) => call('authentication.completeMfa', { mfaToken: challenge.mfaToken, code }),
    onDone: ({ account }) => onDone(account),
    placeFailure: ({ details }) => {
      if (details?.reason === 'challenge_over') onRestart(t('mfa.expired'));
      return undefined;
    },
  });
  const change = () => {
    form.reset();
    setRecovery(!isRecovery);
  };
  return (
    <Form key={String(isRecovery)} focusesFirst form={form} label={t('mfa.title')}>
      <p className="text-base text-muted">{t(isRecovery ? 'mfa.recoveryText' : 'mfa.text')}</p>
      <FormError />
      {isRecovery ? (
        <TextField
          name="code"
          label={t('mfa.recoveryCode')}
          autoComplete="off"
          spellCheck={false}
        />
      ) : (
        <CodeField name="code" label={t('mfa.code')} onComplete={() => void form.submit()} />
      )}
      <SubmitButton size="lg" full>
        {t('mfa.submit')}
      </SubmitButton>
      <div className="flex flex-wrap justify-between gap-2">
        <Button variant="ghost" size="sm" onClick={change}>
          {t(isRecovery ? 'mfa.useApp' : 'mfa.useRecovery')}
        </Button>
        <Button variant="ghost" size="sm" onClick={() => onRestart()}>
          {t('ui.back')}
        </Button>
      </div>
    </Form>
  );
}
