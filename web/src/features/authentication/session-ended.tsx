import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { queryClient } from '../../lib/query-client.ts';
import type { Account } from '../../app/use-account.ts';
import { t } from '../../i18n/t.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { LogInForm } from './log-in-form.tsx';

function readLastAccount(): Account | undefined {
  return queryClient.getQueryData<Account>(['accounts.get', {}]);
}

/** Sign-in over the page, so that the work behind it stays (web W27). Another person starts afresh. */
export function SessionEnded() {
  const [last] = useState(readLastAccount);
  const router = useRouter();
  const goOn = (account: Account) => {
    if (account.id === last?.id) return void queryClient.invalidateQueries();
    queryClient.clear();
    void router.navigate({ href: '/', reloadDocument: true });
  };
  return (
    <Dialog
      open
      required
      title={t('ended.title')}
      description={t('ended.text')}
      onOpenChange={() => undefined}
    >
      <LogInForm {...(last ? { email: last.email } : {})} onDone={goOn} />
    </Dialog>
  );
}
