import { useNavigate } from '@tanstack/react-router';
import {
  Building2,
  Keyboard,
  LayoutTemplate,
  LogOut,
  type LucideIcon,
  Monitor,
  Moon,
  PanelLeft,
  Plus,
  Search,
  Sun,
} from 'lucide-react';
import { useMemo } from 'react';
import { t } from '../i18n/t.tsx';
import type { Action } from './actions.ts';
import { chooseTheme } from './choose-theme.ts';
import {
  accountPages,
  type Destination,
  instancePages,
  organizationPages,
  type OwnOrganization,
} from './navigation.ts';
import { openOverlay } from './overlays.ts';
import { setPreference, type Theme, usePreferences } from './preferences.ts';
import { logOut } from './session.ts';
import { useAccount } from './use-account.ts';
import { useActions } from './use-actions.ts';
import { useBoardActions } from '../features/boards/index.ts';
import { useCurrentOrganization, useOrganizations } from './use-organization.ts';

type Go = (to: string) => void;

const THEMES: readonly (readonly [
  Theme,
  'action.themeLight' | 'action.themeDark' | 'action.themeSystem',
  LucideIcon,
])[] = [
  ['light', 'action.themeLight', Sun],
  ['dark', 'action.themeDark', Moon],
  ['system', 'action.themeSystem', Monitor],
];

function pageActions(pages: readonly Destination[], go: Go): Action[] {
  return pages.map(({ id, goLabel, icon, to }) => ({
    id: `go.${id}`,
    title: t(goLabel),
    group: 'navigate',
    icon,
    run: () => go(to),
  }));
}

function switchActions(
  organizations: readonly OwnOrganization[],
  currentId: string | undefined,
  go: Go,
): Action[] {
  return organizations
    .filter(({ id }) => id !== currentId)
    .map(({ id, name }) => ({
      id: `switch.${id}`,
      title: t('action.switchTo', { name }),
      group: 'organization',
      icon: Building2,
      run: () => go(`/o/${id}`),
    }));
}

function createActions(organization: OwnOrganization | undefined, go: Go): Action[] {
  const actions: Action[] = [];
  if (organization?.permissions.includes('boards:create')) {
    const to = `/o/${organization.id}/boards?new=true`;
    actions.push({
      id: 'createBoard',
      title: t('action.createBoard'),
      group: 'create',
      icon: Plus,
      run: () => go(to),
    });
    actions.push({
      id: 'createFromTemplate',
      title: t('action.goTemplates'),
      group: 'create',
      icon: LayoutTemplate,
      run: () => go(`/o/${organization.id}/templates`),
    });
  }
  if (organization?.permissions.includes('members:invite')) {
    const to = `/o/${organization.id}/invitations?new=true`;
    actions.push({
      id: 'invite',
      title: t('action.invite'),
      group: 'create',
      icon: Plus,
      run: () => go(to),
    });
  }
  if (organization?.permissions.includes('apiKeys:create')) {
    const to = `/o/${organization.id}/api-keys?new=true`;
    actions.push({
      id: 'createApiKey',
      title: t('action.createApiKey'),
      group: 'create',
      icon: Plus,
      run: () => go(to),
    });
  }
  actions.push({
    id: 'createOrganization',
    title: t('action.createOrganization'),
    group: 'create',
    icon: Plus,
    run: () => go('/organizations/new'),
  });
  return actions;
}

function viewActions(): Action[] {
  const toggle = () =>
    setPreference({ isSidebarNarrow: !usePreferences.getState().isSidebarNarrow });
  const themes = THEMES.map(([theme, label, icon]): Action => ({
    id: `theme.${theme}`,
    title: t(label),
    group: 'view',
    icon,
    run: () => chooseTheme(theme),
  }));
  return [
    ...themes,
    {
      id: 'toggleSidebar',
      title: t('action.toggleSidebar'),
      group: 'view',
      icon: PanelLeft,
      run: toggle,
    },
  ];
}

function helpActions(): Action[] {
  return [
    {
      id: 'palette',
      title: t('palette.title'),
      group: 'help',
      icon: Search,
      keys: 'mod+k',
      run: () => openOverlay('palette'),
    },
    {
      id: 'shortcuts',
      title: t('shortcuts.open'),
      group: 'help',
      icon: Keyboard,
      run: () => openOverlay('shortcuts'),
    },
    {
      id: 'logOut',
      title: t('user.logOut'),
      group: 'account',
      icon: LogOut,
      run: () => void logOut(),
    },
  ];
}

/** Offers what the frame itself can do: go to pages, switch organization, theme, help. */
export function useShellActions(): void {
  const navigate = useNavigate();
  const organization = useCurrentOrganization();
  const organizations = useOrganizations();
  const { isInstanceOwner } = useAccount();
  const actions = useMemo(() => {
    const go: Go = (to) => void navigate({ href: to });
    const pages = [
      ...organizationPages(organization),
      ...accountPages(),
      ...instancePages(isInstanceOwner),
    ];
    return [
      ...createActions(organization, go),
      ...pageActions(pages, go),
      ...switchActions(organizations, organization?.id, go),
      ...viewActions(),
      ...helpActions(),
    ];
  }, [navigate, organization, organizations, isInstanceOwner]);
  useActions(actions);
  useBoardActions();
}
