import { Link } from '@tanstack/react-router';
import { PanelLeftClose, PanelLeftOpen, Search } from 'lucide-react';
import { useId } from 'react';
import { t } from '../i18n/t.tsx';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { ConnectionPill } from './connection.tsx';
import { type Destination, instancePages, organizationPages } from './navigation.ts';
import { OrganizationSwitcher } from './organization-switcher.tsx';
import { openOverlay } from './overlays.ts';
import { setPreference } from './preferences.ts';
import { useAccount } from './use-account.ts';
import { useCurrentOrganization } from './use-organization.ts';
import { UserMenu } from './user-menu.tsx';

interface SidebarProps {
  /** Icons only. */
  isNarrow?: boolean;
  /** In the drawer of a phone there is nothing to narrow. */
  inDrawer?: boolean;
}

/** Organization, search, pages and the person: the frame's left column. */
export function Sidebar({ isNarrow = false, inDrawer = false }: SidebarProps) {
  const { isInstanceOwner } = useAccount();
  const [home, boards, ...pages] = organizationPages(useCurrentOrganization());
  return (
    <div className="flex h-full flex-col gap-4 px-2.5 py-3">
      <div className="flex flex-col gap-2">
        <OrganizationSwitcher isNarrow={isNarrow} />
        <SearchButton isNarrow={isNarrow} />
      </div>
      <nav
        aria-label={t('shell.navigation')}
        className="-mx-2.5 flex flex-1 flex-col gap-5 overflow-y-auto px-2.5 py-0.5"
      >
        {home && boards && <NavGroup isNarrow={isNarrow} pages={[home, boards]} />}
        <NavGroup isNarrow={isNarrow} label={t('nav.organization')} pages={pages} />
        <NavGroup
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
  label?: string;
  pages: readonly Destination[];
  isNarrow: boolean;
}

function NavGroup({ label, pages, isNarrow }: NavGroupProps) {
  const labelId = useId();
  if (pages.length === 0) return null;
  return (
    <div>
      {label && (
        <div
          id={labelId}
          className={isNarrow ? 'sr-only' : 'px-2 pb-1 text-xs font-medium text-faint'}
        >
          {label}
        </div>
      )}
      {label && isNarrow && <div aria-hidden="true" className="mx-2 mb-3 h-px bg-line" />}
      <ul aria-labelledby={label ? labelId : undefined} className="flex flex-col gap-0.5">
        {pages.map((page) => (
          <li key={page.id}>
            <NavLink page={page} isNarrow={isNarrow} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const linkClass = [
  'flex h-8 items-center gap-2.5 rounded px-2 text-sm font-medium text-muted transition-colors hover:bg-hover hover:text-ink',
  'data-[status=active]:bg-pressed data-[status=active]:text-ink [&_svg]:size-4 [&_svg]:shrink-0',
].join(' ');

function NavLink({ page, isNarrow }: { page: Destination; isNarrow: boolean }) {
  const label = t(page.label);
  const link = (
    <Link
      to={page.to}
      activeOptions={{ exact: page.id === 'home', includeSearch: false }}
      className={cx(linkClass, isNarrow && 'w-9 justify-center self-center px-0')}
      aria-label={isNarrow ? label : undefined}
    >
      <page.icon aria-hidden="true" />
      {!isNarrow && <span className="truncate">{label}</span>}
    </Link>
  );
  if (!isNarrow) return link;
  return (
    <Tooltip label={label} side="right" {...(page.keys ? { keys: page.keys } : {})}>
      {link}
    </Tooltip>
  );
}
