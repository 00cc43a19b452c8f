import { t } from '../i18n/t.tsx';
import { useRead } from '../lib/query.ts';
import { PasswordField } from './fields.tsx';

/** A password to be chosen, with the one rule that there is (security S4). */
export function NewPasswordField({ name, label }: { name: string; label: string }) {
  const { data } = useRead('instance.status', {});
  const hint = data ? t('register.passwordHint', { count: data.passwordMinLength }) : undefined;
  return <PasswordField name={name} label={label} hint={hint} autoComplete="new-password" />;
}
