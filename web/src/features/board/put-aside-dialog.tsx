import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import { t } from '../../i18n/t.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TITLE } from './column-facts.ts';
import { send } from './edits.ts';
import { useBoardModel, useMayOnBoard } from './table-context.ts';
import { readText } from './values.ts';
import type { BoardState } from '@boardwire/contract/board-state';

interface Aside {
  id: string;
  name: string;
  what: string;
  back: BoardCall;
  isAllowed: 'item:write' | 'board:manage';
}

/** More than these are found by their group or by undo; the list stays short enough to read. */
const SHOWN = 200;

function listItems({ items }: BoardState): Aside[] {
  const found: Aside[] = [];
  for (const { id, values, archivedAt, deletedAt } of items.values()) {
    if (archivedAt === null && deletedAt === null) continue;
    found.push({
      id,
      name: readText(values[TITLE]),
      what: t(deletedAt === null ? 'board.archivedItem' : 'board.deletedItem'),
      back: { op: deletedAt === null ? 'items.unarchive' : 'items.restore', input: { itemId: id } },
      isAllowed: 'item:write',
    });
    if (found.length === SHOWN) break;
  }
  return found;
}

function listGroups({ groups }: BoardState): Aside[] {
  return [...groups.values()]
    .filter(({ archivedAt, deletedAt }) => archivedAt !== null || deletedAt !== null)
    .map(({ id, name, deletedAt }) => ({
      id,
      name,
      what: t(deletedAt === null ? 'board.archivedGroup' : 'board.deletedGroup'),
      back: {
        op: deletedAt === null ? 'groups.unarchive' : 'groups.restore',
        input: { groupId: id },
      },
      isAllowed: 'board:manage',
    }));
}

function listColumns({ columns }: BoardState): Aside[] {
  return [...columns.values()]
    .filter(({ isHidden, deletedAt }) => isHidden || deletedAt !== null)
    .map(({ id, name, deletedAt }): Aside => {
      const what = t(deletedAt === null ? 'board.hiddenColumn' : 'board.deletedColumn');
      const back: BoardCall =
        deletedAt === null
          ? { op: 'columns.update', input: { columnId: id, isHidden: false } }
          : { op: 'columns.restore', input: { columnId: id } };
      return { id, name, what, back, isAllowed: 'board:manage' };
    });
}

/** What is archived, hidden or in the trash of a board, with its way back. */
export function PutAsideDialog({ onClose }: { onClose: () => void }) {
  const { board } = useBoardModel();
  const mayWrite = useMayOnBoard('item:write');
  const mayManage = useMayOnBoard('board:manage');
  const view = board.view();
  const all = [...listColumns(view), ...listGroups(view), ...listItems(view)];
  return (
    <Dialog
      open
      width="md"
      onOpenChange={onClose}
      title={t('board.aside')}
      description={t('board.asideText')}
    >
      {all.length === 0 && <p className="text-sm text-muted">{t('board.asideEmpty')}</p>}
      <ul className="max-h-100 overflow-y-auto">
        {all.map(({ id, name, what, back, isAllowed }) => (
          <li key={id} className="flex items-center gap-3 border-b border-line py-2 last:border-0">
            <div className="min-w-0 flex-1">
              <div className="truncate text-sm text-ink">{name}</div>
              <div className="text-xs text-muted">{what}</div>
            </div>
            {(isAllowed === 'item:write' ? mayWrite : mayManage) && (
              <Button size="sm" onClick={() => send(board, back)}>
                {t('boards.restore')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
