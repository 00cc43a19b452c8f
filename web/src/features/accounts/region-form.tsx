import type { Output } from '@boardwire/sdk/operations';
import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { adoptAccount } from '../../app/session.ts';
import { useAccount } from '../../app/use-account.ts';
import { SelectField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { showToast } from '../../ui/toast-store.ts';
import { listLocales, listTimeZones, writeExample } from './regions.ts';

interface Values {
  locale: string;
  timeZone: string;
}

export function RegionForm() {
  const { locale, timeZone } = useAccount();
  const form = useServerForm<Values, Output<'accounts.update'>>({
    defaultValues: { locale, timeZone },
    send: (values) => call('accounts.update', values),
    onDone: (account) => {
      adoptAccount(account);
      form.reset({ locale: account.locale, timeZone: account.timeZone });
      showToast({ title: t('ui.saved') });
    },
  });
  return (
    <Form form={form} label={t('profile.regionTitle')} className="max-w-100">
      <FormError />
      <SelectField name="locale" label={t('profile.locale')}>
        {listLocales(locale).map(({ tag, label }) => (
          <option key={tag} value={tag}>
            {label}
          </option>
        ))}
      </SelectField>
      <SelectField name="timeZone" label={t('profile.timeZone')}>
        {listTimeZones(timeZone).map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </SelectField>
      <Example />
      <SubmitButton onlyWhenChanged className="self-start">
        {t('ui.save')}
      </SubmitButton>
    </Form>
  );
}

/** A date and a number as the choice would write them. */
function Example() {
  const { watch } = useFormContext<Values>();
  const [nowMs] = useState(() => Date.now());
  const example = writeExample(watch('locale'), watch('timeZone'), nowMs);
  return <p className="text-sm text-muted">{t('profile.example', { example })}</p>;
}
