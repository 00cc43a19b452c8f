import { useNavigate } from '@tanstack/react-router';
import { Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { t } from '../i18n/t.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { cx } from '../ui/cx.ts';
import { Kbd } from '../ui/kbd.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu.tsx';
import { chooseTheme } from './choose-theme.ts';
import { accountPages } from './navigation.ts';
import { openOverlay } from './overlays.ts';
import { type Theme, usePreferences } from './preferences.ts';
import { logOut } from './session.ts';
import { type Account, useAccount } from './use-account.ts';

/** The person: own pages, theme, shortcuts, log-out. */
export function UserMenu({ isNarrow }: { isNarrow: boolean }) {
  const account = useAccount();
  const navigate = useNavigate();
  return (
    <Menu
      align="start"
      side="top"
      className="w-60"
      trigger={<UserButton account={account} isNarrow={isNarrow} />}
    >
      <MenuLabel>{account.email}</MenuLabel>
      {accountPages().map((page) => (
        <MenuItem key={page.id} icon={page.icon} onSelect={() => void navigate({ to: page.to })}>
          {t(page.label)}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuLabel>{t('user.theme')}</MenuLabel>
      <ThemeChoice />
      <MenuSeparator />
      <MenuItem
        icon={Keyboard}
        trailing={<Kbd keys="?" />}
        onSelect={() => openOverlay('shortcuts')}
      >
        {t('shortcuts.open')}
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={() => void logOut()}>
        {t('user.logOut')}
      </MenuItem>
    </Menu>
  );
}

function ThemeChoice() {
  const theme = usePreferences((preferences) => preferences.theme);
  return (
    <MenuChoice<Theme>
      value={theme}
      options={[
        { value: 'system', label: t('theme.system'), icon: Monitor },
        { value: 'light', label: t('theme.light'), icon: Sun },
        { value: 'dark', label: t('theme.dark'), icon: Moon },
      ]}
      onChange={chooseTheme}
    />
  );
}

function UserButton({ account, isNarrow, ...trigger }: { account: Account; isNarrow: boolean }) {
  return (
    <button
      type="button"
      className={cx(
        'flex h-9 min-w-0 items-center gap-2.5 rounded px-1 text-left transition-colors hover:bg-hover data-[state=open]:bg-pressed',
        !isNarrow && 'flex-1',
      )}
      {...trigger}
    >
      <span className="sr-only">{t('user.menu', { name: account.name })}</span>
      <Avatar name={account.name} seed={account.id} />
      {!isNarrow && (
        <span aria-hidden="true" className="truncate text-sm font-medium text-ink">
          {account.name}
        </span>
      )}
    </button>
  );
}
