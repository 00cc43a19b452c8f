import { PencilLine, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';
import type { Workspace } from './board.ts';

/** Renaming and deleting a workspace; only an empty one can go. */
export function WorkspaceMenu({ workspace }: { workspace: Workspace }) {
  const [isNaming, setNaming] = useState(false);
  const remove = useWrite('workspaces.delete', ['workspaces.list']);
  const rename = useWrite('workspaces.update', ['workspaces.list']);
  const { id: workspaceId } = workspace;
  const onRemove = async () => {
    const outcome = await remove.send({ workspaceId });
    if (!outcome.ok) return showFailureToast(outcome.error);
    showToast({ title: t('workspaces.deleted', { name: workspace.name }) });
  };
  return (
    <>
      <Menu trigger={<MenuButton label={t('workspaces.actionsOf', { name: workspace.name })} />}>
        <MenuItem icon={PencilLine} onSelect={() => setNaming(true)}>
          {t('workspaces.rename')}
        </MenuItem>
        <MenuItem icon={Trash2} tone="danger" onSelect={() => void onRemove()}>
          {t('workspaces.delete')}
        </MenuItem>
      </Menu>
      {isNaming && (
        <NameDialog
          title={t('workspaces.rename')}
          label={t('workspaces.name')}
          action={t('boards.save')}
          initial={workspace.name}
          onClose={() => setNaming(false)}
          onSubmit={async (name) => {
            const outcome = await rename.send({ workspaceId, name });
            return outcome.ok ? undefined : describeFailure(outcome.error);
          }}
        />
      )}
    </>
  );
}
