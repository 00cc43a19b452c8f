import { MailOpen } from 'lucide-react';
import { t } from '../../i18n/t.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

/** The right side before a message is chosen; phones show the list alone. */
export function MailIndex() {
  return (
    <div className="hidden lg:block">
      <EmptyState
        icon={MailOpen}
        title={t('mailbox.pickTitle')}
        description={t('mailbox.pickText')}
      />
    </div>
  );
}
