import { MailCheck } from 'lucide-react';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';

/** Says that a message is on its way, without saying whether the address has an account. */
export function CheckMail({ text }: { text: string }) {
  const { data: status } = useRead('instance.status', {});
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="grid size-10 place-items-center rounded bg-accent-soft text-accent-ink">
        <MailCheck aria-hidden="true" className="size-5" />
      </span>
      <h2 className="text-lg font-semibold">{t('checkMail.title')}</h2>
      <p className="text-base text-muted">{text}</p>
      {status?.mail === 'mailbox' && <p className="text-sm text-muted">{t('checkMail.local')}</p>}
    </div>
  );
}
