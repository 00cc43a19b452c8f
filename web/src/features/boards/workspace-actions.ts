import { PencilLine, Plus, Trash2 } from 'lucide-react';
import type { Action } from '../../app/actions.ts';
import { refreshBoardLists } from '../../app/board-lists.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { showFailureToast } from '../../lib/write.ts';
import { showToast } from '../../ui/toast-store.ts';
import type { Workspace } from './board.ts';
import { askForWorkspaceName } from './board-dialogs.tsx';

/** Deletes a workspace; the server refuses one that is not empty, and says so. */
async function deleteWorkspace({ id, name }: Workspace): Promise<void> {
  const outcome = await call('workspaces.delete', { workspaceId: id });
  if (!outcome.ok) return showFailureToast(outcome.error);
  showToast({ title: t('workspaces.deleted', { name }) });
  await refreshBoardLists();
}

interface WorkspaceRights {
  mayCreate: boolean;
  mayManage: boolean;
}

/** What can be done with a workspace. */
export function workspaceActions(
  workspace: Workspace,
  { mayCreate, mayManage }: WorkspaceRights,
  go: (to: string) => void,
): readonly Action[] {
  const { id, name, organizationId } = workspace;
  const actions: Action[] = [];
  if (mayCreate) {
    actions.push({
      id: 'workspace.newBoard',
      title: t('sidebar.newBoardIn', { name }),
      group: 'create',
      icon: Plus,
      run: () => go(`/o/${organizationId}/boards?new=true&workspace=${id}`),
    });
  }
  if (!mayManage) return actions;
  actions.push(
    {
      id: 'workspace.rename',
      title: t('workspaces.rename'),
      group: 'edit',
      icon: PencilLine,
      run: () => askForWorkspaceName(workspace),
    },
    {
      id: 'workspace.delete',
      title: t('workspaces.delete'),
      group: 'edit',
      icon: Trash2,
      tone: 'danger',
      run: () => void deleteWorkspace(workspace),
    },
  );
  return actions;
}
