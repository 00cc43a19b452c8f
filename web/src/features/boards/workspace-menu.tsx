import { useNavigate } from '@tanstack/react-router';
import { ActionMenuItems } from '../../app/action-menu-items.tsx';
import { useMay } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { Menu } from '../../ui/menu.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import type { Workspace } from './board.ts';
import { workspaceActions } from './workspace-actions.ts';

/** What can be done with a workspace; only an empty one can go. */
export function WorkspaceMenu({ workspace }: { workspace: Workspace }) {
  const navigate = useNavigate();
  const rights = { mayCreate: useMay('boards:create'), mayManage: useMay('workspaces:manage') };
  const actions = workspaceActions(workspace, rights, (to) => void navigate({ href: to }));
  return (
    <Menu trigger={<MenuButton label={t('workspaces.actionsOf', { name: workspace.name })} />}>
      <ActionMenuItems actions={actions} />
    </Menu>
  );
}
