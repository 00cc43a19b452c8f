import type { Item } from '@boardwire/contract/board-model';
import { Archive, type LucideIcon, Trash2 } from 'lucide-react';
import { t } from '../../../i18n/t.tsx';
import { Button } from '../../../ui/button.tsx';
import { send } from '../edits.ts';
import { useBoardModel, useMayOnBoard } from '../table-context.ts';

/** Says that an item is archived or in the trash, with the way back (web W18). */
export function ItemState({ item }: { item: Item }) {
  const { board } = useBoardModel();
  const mayWrite = useMayOnBoard('item:write');
  const { id: itemId, archivedAt, deletedAt } = item;
  if (archivedAt === null && deletedAt === null) return null;
  const isDeleted = deletedAt !== null;
  const Icon: LucideIcon = isDeleted ? Trash2 : Archive;
  const op = isDeleted ? 'items.restore' : 'items.unarchive';
  return (
    <div className="mb-3 flex items-center gap-2 rounded bg-warning-soft px-3 py-2 text-sm text-ink">
      <Icon aria-hidden="true" className="size-4 shrink-0 text-warning-ink" />
      <span className="flex-1">{t(isDeleted ? 'item.inTrash' : 'item.inArchive')}</span>
      {mayWrite && (
        <Button size="sm" onClick={() => send(board, { op, input: { itemId } })}>
          {t('item.bringBack')}
        </Button>
      )}
    </div>
  );
}
