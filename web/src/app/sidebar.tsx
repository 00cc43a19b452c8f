import { PanelLeftClose, PanelLeftOpen, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../i18n/t.tsx';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { ConnectionPill } from './connection.tsx';
import { InboxCount, inboxLabel } from './inbox-count.tsx';
import { type Destination, instancePages, organizationPages } from './navigation.ts';
import { OrganizationSwitcher } from './organization-switcher.tsx';
import { openOverlay } from './overlays.ts';
import { setPreference, usePreferences } from './preferences.ts';
import { effectiveKeys } from './shortcut-keymap.ts';
import { SidebarBoards } from './sidebar-boards.tsx';
import { FoldingSection, SidebarLink } from './sidebar-parts.tsx';
import { useAccount } from './use-account.ts';
import { useCurrentOrganization } from './use-organization.ts';
import { UserMenu } from './user-menu.tsx';
import { useInboxCounts } from '../features/inbox/index.ts';

interface SidebarProps {
  /** Icons only. */
  isNarrow?: boolean;
  /** In the drawer of a phone there is nothing to narrow. */
  inDrawer?: boolean;
}

/** Organization, search, pages and the person: the frame's left column. */
export function Sidebar({ isNarrow = false, inDrawer = false }: SidebarProps) {
  const { isInstanceOwner } = useAccount();
  const organization = useCurrentOrganization();
  const [home, inbox, myWork, boards, trash, ...pages] = organizationPages(organization);
  return (
    <div className="flex h-full flex-col gap-4 px-2.5 py-3">
      <div className="flex flex-col gap-2">
        <OrganizationSwitcher isNarrow={isNarrow} />
        <SearchButton isNarrow={isNarrow} />
      </div>
      <nav
        aria-label={t('shell.navigation')}
        className="-mx-2.5 flex flex-1 flex-col gap-4 overflow-y-auto px-2.5 py-0.5"
      >
        {home && inbox && myWork && boards && trash && (
          <NavGroup id="work" isNarrow={isNarrow} pages={[home, inbox, myWork, boards, trash]} />
        )}
        {organization && <SidebarBoards organization={organization} isNarrow={isNarrow} />}
        <NavGroup
          id="organization"
          isNarrow={isNarrow}
          label={t('nav.organization')}
          pages={pages}
        />
        <NavGroup
          id="instance"
          isNarrow={isNarrow}
          label={t('nav.instance')}
          pages={instancePages(isInstanceOwner)}
        />
      </nav>
      <div className={cx('flex gap-1', isNarrow ? 'flex-col items-center' : 'flex-col')}>
        <ConnectionPill isNarrow={isNarrow} />
        <div className={cx('flex items-center gap-1', isNarrow && 'flex-col-reverse')}>
          <UserMenu isNarrow={isNarrow} />
          {!inDrawer && <WidthButton isNarrow={isNarrow} />}
        </div>
      </div>
    </div>
  );
}

function WidthButton({ isNarrow }: { isNarrow: boolean }) {
  return (
    <IconButton
      icon={isNarrow ? PanelLeftOpen : PanelLeftClose}
      label={t(isNarrow ? 'shell.widen' : 'shell.narrow')}
      onClick={() => setPreference({ isSidebarNarrow: !isNarrow })}
    />
  );
}

function SearchButton({ isNarrow }: { isNarrow: boolean }) {
  if (isNarrow) {
    return (
      <IconButton
        icon={Search}
        label={t('palette.open')}
        onClick={() => openOverlay('palette')}
        className="self-center"
      />
    );
  }
  return (
    <button
      type="button"
      onClick={() => openOverlay('palette')}
      className="flex h-8 items-center gap-2 rounded border border-line bg-surface pr-1.5 pl-2.5 text-sm text-muted shadow-button transition-colors hover:text-ink"
    >
      <Search aria-hidden="true" className="size-4" />
      <span className="flex-1 truncate text-left">{t('shell.search')}</span>
      <Kbd keys="mod+k" />
    </button>
  );
}

interface NavGroupProps {
  id: string;
  label?: string;
  pages: readonly Destination[];
  isNarrow: boolean;
}

/** Pages of one kind; those with a label fold. */
function NavGroup({ id, label, pages, isNarrow }: NavGroupProps) {
  if (pages.length === 0) return null;
  const list = (
    <ul aria-label={label} className="flex flex-col gap-0.5">
      {pages.map((page) => (
        <li key={page.id}>
          <NavLink page={page} isNarrow={isNarrow} />
        </li>
      ))}
    </ul>
  );
  if (!label) return list;
  if (isNarrow) {
    return (
      <div>
        <div aria-hidden="true" className="mx-2 mb-3 h-px bg-line" />
        {list}
      </div>
    );
  }
  return (
    <FoldingSection id={id} label={label}>
      {list}
    </FoldingSection>
  );
}

function NavLink({ page, isNarrow }: { page: Destination; isNarrow: boolean }) {
  return page.id === 'inbox' ? (
    <InboxLink page={page} isNarrow={isNarrow} />
  ) : (
    <PlainLink page={page} isNarrow={isNarrow} label={t(page.label)} />
  );
}

/** The one link with a number. */
function InboxLink({ page, isNarrow }: { page: Destination; isNarrow: boolean }) {
  const unread = useInboxCounts(useCurrentOrganization()?.id)?.unread ?? 0;
  const label = isNarrow ? inboxLabel(unread) : t(page.label);
  return (
    <PlainLink page={page} isNarrow={isNarrow} label={label}>
      <InboxCount unread={unread} over={isNarrow ? 'top-0 left-4.5' : undefined} />
    </PlainLink>
  );
}

interface PlainLinkProps {
  page: Destination;
  isNarrow: boolean;
  label: string;
  children?: ReactNode;
}

function PlainLink({ page, isNarrow, label, children }: PlainLinkProps) {
  const ownKeys = usePreferences((preferences) => preferences.ownKeys);
  return (
    <SidebarLink
      to={page.to}
      label={label}
      isNarrow={isNarrow}
      isExact={page.id === 'home'}
      keys={effectiveKeys(`go.${page.id}`, ownKeys)}
      icon={<page.icon aria-hidden="true" />}
      trailing={children}
    />
  );
}
