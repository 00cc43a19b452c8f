import { MailCheck } from 'lucide-react';
import { t } from '../../i18n/t.tsx';

/** Says that a message is on its way, without saying whether the address has an account. */
export function CheckMail({ text }: { text: string }) {
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="grid size-10 place-items-center rounded bg-accent-soft text-accent-ink">
        <MailCheck aria-hidden="true" className="size-5" />
      </span>
      <h2 className="text-lg font-semibold">{t('checkMail.title')}</h2>
      <p className="text-base text-muted">{text}</p>
      <p className="text-sm text-muted">{t('checkMail.local')}</p>
    </div>
  );
}
