import { useNavigate } from '@tanstack/react-router';
import { Building2, ChevronsUpDown, Plus } from 'lucide-react';
import { t } from '../i18n/t.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { cx } from '../ui/cx.ts';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu.tsx';
import type { OwnOrganization } from './navigation.ts';
import { useCurrentOrganization, useOrganizations } from './use-organization.ts';

/** Shows the organization at hand and leads to the others. */
export function OrganizationSwitcher({ isNarrow }: { isNarrow: boolean }) {
  const current = useCurrentOrganization();
  const organizations = useOrganizations();
  const navigate = useNavigate();
  return (
    <Menu
      align="start"
      className="w-60"
      trigger={<SwitcherButton current={current} isNarrow={isNarrow} />}
    >
      {organizations.length > 0 && <MenuLabel>{t('switcher.organizations')}</MenuLabel>}
      <MenuChoice
        value={current?.id ?? ''}
        options={organizations.map(({ id, name }) => ({
          value: id,
          label: (
            <span className="flex items-center gap-2">
              <Avatar name={name} seed={id} size="sm" shape="square" />
              <span className="truncate">{name}</span>
            </span>
          ),
        }))}
        onChange={(organizationId) =>
          void navigate({ to: '/o/$organizationId', params: { organizationId } })
        }
      />
      <MenuSeparator />
      <MenuItem icon={Plus} onSelect={() => void navigate({ to: '/organizations/new' })}>
        {t('switcher.create')}
      </MenuItem>
    </Menu>
  );
}

interface SwitcherButtonProps {
  current: OwnOrganization | undefined;
  isNarrow: boolean;
}

function SwitcherButton({ current, isNarrow, ...trigger }: SwitcherButtonProps) {
  const name = current?.name ?? t('switcher.none');
  return (
    <button
      type="button"
      className={cx(
        'flex h-9 items-center gap-2.5 rounded px-1 text-left transition-colors hover:bg-hover data-[state=open]:bg-pressed',
        isNarrow && 'justify-center self-center',
      )}
      {...trigger}
    >
      <span className="sr-only">{t('switcher.label', { name })}</span>
      {current ? (
        <Avatar name={current.name} seed={current.id} shape="square" />
      ) : (
        <Building2 aria-hidden="true" className="mx-1.5 size-4 text-muted" />
      )}
      {!isNarrow && (
        <>
          <span
            aria-hidden="true"
            className="min-w-0 flex-1 truncate text-base font-semibold text-ink"
          >
            {name}
          </span>
          <ChevronsUpDown aria-hidden="true" className="mr-1 size-4 shrink-0 text-faint" />
        </>
      )}
    </button>
  );
}
