import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { create } from 'zustand';
import { refreshBoardLists, type ListedBoard } from '../../app/board-lists.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { describeFailure } from '../../lib/failure-text.ts';
import { showFailureToast } from '../../lib/write.ts';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';
import type { Workspace } from './board.ts';

interface Renamed {
  board: ListedBoard | null;
  workspace: Workspace | null;
}

const useRenamed = create<Renamed>(() => ({ board: null, workspace: null }));

/** Asks for another name of a board, from wherever it was asked for. */
export function askForName(board: ListedBoard): void {
  useRenamed.setState({ board });
}

/** Asks for another name of a workspace. */
export function askForWorkspaceName(workspace: Workspace): void {
  useRenamed.setState({ workspace });
}

/** The dialogs that acts on boards and workspaces of lists open; the frame draws them once. */
export function BoardDialogs() {
  const { board, workspace } = useRenamed();
  const { pathname } = useLocation();
  // Whoever goes to another page leaves the question behind.
  useEffect(() => useRenamed.setState({ board: null, workspace: null }), [pathname]);
  return (
    <>
      {board && <RenameBoard board={board} />}
      {workspace && <RenameWorkspace workspace={workspace} />}
    </>
  );
}

function RenameBoard({ board }: { board: ListedBoard }) {
  return (
    <NameDialog
      title={t('boards.rename')}
      label={t('boards.name')}
      action={t('boards.save')}
      initial={board.name}
      onClose={() => useRenamed.setState({ board: null })}
      onSubmit={async (name) => {
        const outcome = await call('boards.update', { boardId: board.id, name });
        if (!outcome.ok) return describeFailure(outcome.error);
        showToast({
          title: t('boards.renamed', { name }),
          action: { label: t('boards.undo'), run: () => void giveName(board.id, board.name) },
        });
        await refreshBoardLists();
        return undefined;
      }}
    />
  );
}

/** Gives a board the name back that it had (web W6). */
async function giveName(boardId: string, name: string): Promise<void> {
  const outcome = await call('boards.update', { boardId, name });
  if (!outcome.ok) return showFailureToast(outcome.error);
  await refreshBoardLists();
}

function RenameWorkspace({ workspace }: { workspace: Workspace }) {
  return (
    <NameDialog
      title={t('workspaces.rename')}
      label={t('workspaces.name')}
      action={t('boards.save')}
      initial={workspace.name}
      onClose={() => useRenamed.setState({ workspace: null })}
      onSubmit={async (name) => {
        const outcome = await call('workspaces.update', { workspaceId: workspace.id, name });
        if (!outcome.ok) return describeFailure(outcome.error);
        await refreshBoardLists();
        return undefined;
      }}
    />
  );
}
