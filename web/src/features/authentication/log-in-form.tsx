import type { Input, Output } from '@boardwire/sdk/operations';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { adoptAccount } from '../../app/session.ts';
import { EmailField, PasswordField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { unreachable } from '../../lib/unreachable.ts';
import { CheckMail } from './check-mail.tsx';
import { entryLinkClass } from '../../entry/entry-card.tsx';
import { type Challenge, MfaForm } from './mfa-form.tsx';
import type { Account } from '../../app/use-account.ts';

type Answer = Output<'authentication.logIn'>;
type Values = Pick<Input<'authentication.logIn'>, 'email' | 'password'>;

interface LogInFormProps {
  email?: string;
  /** The address is known and cannot be another. */
  isEmailFixed?: boolean;
  /** Told when another step is shown, such as the second factor. */
  onStep?: (kind: Step['kind']) => void;
  onDone: (account: Account) => void;
}

type Step =
  | { kind: 'password'; notice?: string }
  | { kind: 'mfa'; challenge: Challenge }
  | { kind: 'verify'; email: string };

/** Address and password, then the second factor when it is on. Used on the page and over it. */
export function LogInForm({ email = '', isEmailFixed = false, onStep, onDone }: LogInFormProps) {
  const [typed, setTyped] = useState(email);
  const [step, setShown] = useState<Step>({ kind: 'password' });
  const setStep = (next: Step) => {
    setShown(next);
    onStep?.(next.kind);
  };
  const finish = (account: Account) => {
    adoptAccount(account);
    onDone(account);
  };
  const accept = (answer: Answer) => {
    switch (answer.status) {
      case 'signedIn':
        return finish(answer.account);
      case 'mfaRequired':
        return setStep({ kind: 'mfa', challenge: answer });
      case 'verificationRequired':
        return setStep({ kind: 'verify', email: answer.email });
      default:
        return unreachable(answer);
    }
  };
  if (step.kind === 'mfa') {
    return (
      <MfaForm
        challenge={step.challenge}
        onDone={finish}
        onRestart={(notice) => setStep({ kind: 'password', ...(notice ? { notice } : {}) })}
      />
    );
  }
  if (step.kind === 'verify')
    return <CheckMail text={t('checkMail.verify', { email: step.email })} />;
  return (
    <CredentialsForm
      email={typed}
      isEmailFixed={isEmailFixed}
      notice={step.notice}
      onAnswer={(answer, values) => {
        setTyped(values.email);
        accept(answer);
      }}
    />
  );
}

interface CredentialsFormProps {
  email: string;
  isEmailFixed: boolean;
  /** Why the person is back at this step. */
  notice: string | undefined;
  onAnswer: (answer: Answer, values: Values) => void;
}

function CredentialsForm({ email, isEmailFixed, notice, onAnswer }: CredentialsFormProps) {
  const form = useServerForm<Values, Answer>({
    defaultValues: { email, password: '' },
    send: (values) => call('authentication.logIn', values),
    onDone: onAnswer,
  });
  return (
    <Form focusesFirst form={form} label={t('logIn.title')}>
      <FormError />
      {notice && <p className="text-base text-danger-ink">{notice}</p>}
      <EmailField autoComplete="username" readOnly={isEmailFixed} />
      <PasswordField name="password" label={t('form.password')} autoComplete="current-password" />
      <SubmitButton size="lg" full>
        {t('logIn.submit')}
      </SubmitButton>
      <Link to="/forgot-password" className={`${entryLinkClass} self-center text-sm`}>
        {t('logIn.forgot')}
      </Link>
    </Form>
  );
}
