import { t } from '../i18n/t.tsx';
import { cx } from '../ui/cx.ts';

/** Beyond this the number says no more. */
const MOST = 99;

/** How much is unread, at the end of a link or over its icon, in words for those who hear it. */
export function InboxCount({ unread, over }: { unread: number; over?: string | undefined }) {
  if (unread === 0) return null;
  return (
    <>
      <span className="sr-only">{t('inbox.unreadCount', { count: unread })}</span>
      <span
        aria-hidden="true"
        className={cx(
          'inline-grid min-w-5 place-items-center rounded-full bg-accent px-1.5 text-xs leading-5 font-semibold text-on-accent tabular-nums',
          over !== undefined && ['absolute min-w-4 px-1 text-[0.625rem] leading-4', over],
        )}
      >
        {unread > MOST ? `${MOST}+` : unread}
      </span>
    </>
  );
}

/** The name of the link, with the number where there is one. */
export function inboxLabel(unread: number): string {
  return unread === 0 ? t('nav.inbox') : t('inbox.unread', { count: unread });
}
