import type { Input, Output } from '@boardwire/sdk/operations';
import { useState } from 'react';
import { adoptAccount } from '../../app/session.ts';
import type { Account } from '../../app/use-account.ts';
import { EmailField, TextField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { NewPasswordField } from '../../form/new-password-field.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { browserTag } from '../../i18n/choose-language.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { useRead } from '../../lib/query.ts';
import { refreshReads } from '../../lib/write.ts';
import { CheckMail } from './check-mail.tsx';

type Answer = Output<'authentication.register'>;
type RegisterInput = Input<'authentication.register'>;
type Values = Pick<RegisterInput, 'email' | 'password' | 'name'> & { setupCode: string };

interface RegisterFormProps {
  submitLabel: string;
  email?: string;
  /** The invitation decides the address. */
  isEmailFixed?: boolean;
  invitationToken?: string;
  /** Asks for the code from the console. */
  needsSetupCode?: boolean;
  onDone: (account: Account) => void;
}

function toInput(
  { setupCode, ...values }: Values,
  invitationToken: string | undefined,
  features: readonly string[],
): RegisterInput {
  return {
    ...values,
    ...(setupCode ? { setupCode } : {}),
    ...(invitationToken ? { invitationToken } : {}),
    ...(features.includes('register.region') ? readRegion() : {}),
  };
}

/** How the browser writes dates, and where it is. */
function readRegion(): Pick<RegisterInput, 'locale' | 'timeZone'> {
  return {
    locale: browserTag(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** Name, address and password; the account may have to verify its address before it can log in. */
export function RegisterForm(props: RegisterFormProps) {
  const { email = '', invitationToken, needsSetupCode = false, onDone } = props;
  const [waitingFor, setWaitingFor] = useState<string | null>(null);
  // A server of before would refuse what it does not know.
  const { features = [] } = useRead('instance.status', {}).data ?? {};
  const form = useServerForm<Values, Answer>({
    defaultValues: { name: '', email, password: '', setupCode: '' },
    send: (values) => call('authentication.register', toInput(values, invitationToken, features)),
    onDone: async (answer) => {
      await refreshReads('instance.status');
      if (answer.status === 'verificationRequired') return setWaitingFor(answer.email);
      adoptAccount(answer.account);
      onDone(answer.account);
    },
  });
  if (waitingFor !== null) return <CheckMail text={t('checkMail.verify', { email: waitingFor })} />;
  return (
    <Form focusesFirst form={form} label={props.submitLabel}>
      <FormError />
      {needsSetupCode && (
        <TextField
          name="setupCode"
          label={t('register.setupCode')}
          hint={t('register.setupCodeHint')}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      <TextField name="name" label={t('form.name')} autoComplete="name" />
      <EmailField readOnly={props.isEmailFixed} autoComplete="username" />
      <NewPasswordField name="password" label={t('form.password')} />
      <SubmitButton size="lg" full>
        {props.submitLabel}
      </SubmitButton>
    </Form>
  );
}
