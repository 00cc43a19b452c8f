import { Link } from '@tanstack/react-router';
import { Menu as MenuIcon } from 'lucide-react';
import { t } from '../i18n/t.tsx';
import { InboxCount } from './inbox-count.tsx';
import { organizationPages } from './navigation.ts';
import { openOverlay } from './overlays.ts';
import { useCurrentOrganization } from './use-organization.ts';
import { useInboxCounts } from '../features/inbox/index.ts';

const tabClass =
  'relative flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-xs text-muted [&_svg]:size-5 data-[status=active]:font-medium data-[status=active]:text-accent-ink';

const TABS: ReadonlySet<string> = new Set(['home', 'inbox', 'myWork', 'boards']);

/** The places that a thumb reaches on a phone: home, inbox, one's work, boards and everything else; search is at the top. */
export function PhoneTabs() {
  const organization = useCurrentOrganization();
  const pages = organizationPages(organization).filter(({ id }) => TABS.has(id));
  const unread = useInboxCounts(organization?.id)?.unread ?? 0;
  return (
    <nav
      aria-label={t('shell.phoneTabs')}
      className="sticky bottom-0 z-30 flex h-14 shrink-0 border-t border-line bg-canvas md:hidden"
    >
      {pages.map(({ id, to, label, icon: Icon }) => (
        <Link key={id} to={to} activeOptions={{ exact: id === 'home' }} className={tabClass}>
          <Icon aria-hidden="true" />
          <span className="max-w-full truncate">{t(label)}</span>
          {id === 'inbox' && <InboxCount unread={unread} over="top-1 left-1/2 ml-0.5" />}
        </Link>
      ))}
      <button type="button" className={tabClass} onClick={() => openOverlay('menu')}>
        <MenuIcon aria-hidden="true" />
        {t('shell.menu')}
      </button>
    </nav>
  );
}
