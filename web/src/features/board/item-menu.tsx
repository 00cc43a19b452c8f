import type { Item } from '@boardwire/contract/board-model';
import {
  Archive,
  ArrowDown,
  ArrowUp,
  Copy,
  CornerDownRight,
  Ellipsis,
  FolderInput,
  Trash2,
} from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../ui/menu.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { send, sendWithUndo } from './edits.ts';
import { sendNewItem } from './lost-lines.ts';
import { useBoardModel, useMayOnBoard, useTable } from './table-context.ts';
import { toggled } from './table-store.ts';

interface ItemMenuProps {
  item: Item;
  title: string;
  tabIndex: number;
}

/** What can be done with one item. */
export function ItemMenu({ item, title, tabIndex }: ItemMenuProps) {
  const [isNaming, setNaming] = useState(false);
  const mayWrite = useMayOnBoard('item:write');
  if (!mayWrite) return null;
  const trigger = (
    <button
      type="button"
      tabIndex={tabIndex}
      aria-label={t('board.itemActions', { title })}
      className="grid size-7 place-items-center rounded-inner text-muted hover:bg-hover"
    >
      <Ellipsis aria-hidden="true" className="size-4" />
    </button>
  );
  return (
    <>
      <Menu trigger={trigger} className="max-h-100 overflow-y-auto">
        <Acts item={item} title={title} onAddSubItem={() => setNaming(true)} />
      </Menu>
      {isNaming && <SubItemDialog parentId={item.id} onClose={() => setNaming(false)} />}
    </>
  );
}

interface ActsProps {
  item: Item;
  title: string;
  onAddSubItem: () => void;
}

function Acts({ item, title, onAddSubItem }: ActsProps) {
  const { board } = useBoardModel();
  const { id: itemId } = item;
  return (
    <>
      {item.parentId === null && (
        <MenuItem icon={CornerDownRight} onSelect={onAddSubItem}>
          {t('board.addSubItem')}
        </MenuItem>
      )}
      <MenuItem
        icon={Copy}
        onSelect={() => send(board, { op: 'items.duplicate', input: { itemId } })}
      >
        {t('board.duplicate')}
      </MenuItem>
      <MoveItems item={item} />
      <MenuSeparator />
      <MenuItem
        icon={Archive}
        onSelect={() =>
          sendWithUndo(board, t('board.archived', { title }), {
            op: 'items.archive',
            input: { itemId },
          })
        }
      >
        {t('boards.archive')}
      </MenuItem>
      <MenuItem
        icon={Trash2}
        tone="danger"
        onSelect={() =>
          sendWithUndo(board, t('board.deleted', { title }), {
            op: 'items.delete',
            input: { itemId },
          })
        }
      >
        {t('boards.delete')}
      </MenuItem>
    </>
  );
}

/** Up, down and into other groups: every drag's way by menu (web W37). */
function MoveItems({ item: { id: itemId, parentId, groupId } }: { item: Item }) {
  const { board, tree } = useBoardModel();
  const { groups, children } = tree();
  const siblings = children.get(parentId ?? groupId ?? '') ?? [];
  const at = siblings.indexOf(itemId);
  const above = siblings[at - 1];
  const below = siblings[at + 1];
  const others = parentId === null ? groups.filter(({ id }) => id !== groupId) : [];
  return (
    <>
      <MenuSeparator />
      <MenuItem
        icon={ArrowUp}
        disabled={at <= 0}
        onSelect={() =>
          above !== undefined && send(board, { op: 'items.move', input: { itemId, before: above } })
        }
      >
        {t('board.moveUp')}
      </MenuItem>
      <MenuItem
        icon={ArrowDown}
        disabled={below === undefined}
        onSelect={() =>
          below !== undefined && send(board, { op: 'items.move', input: { itemId, after: below } })
        }
      >
        {t('board.moveDown')}
      </MenuItem>
      {others.length > 0 && <MenuLabel>{t('board.moveTo')}</MenuLabel>}
      {others.map((group) => (
        <MenuItem
          key={group.id}
          icon={FolderInput}
          onSelect={() => send(board, { op: 'items.move', input: { itemId, groupId: group.id } })}
        >
          {group.name}
        </MenuItem>
      ))}
    </>
  );
}

function SubItemDialog({ parentId, onClose }: { parentId: string; onClose: () => void }) {
  const table = useTable();
  const { model, store } = table;
  return (
    <NameDialog
      title={t('board.addSubItem')}
      label={t('board.itemTitle')}
      action={t('board.add')}
      onClose={onClose}
      onSubmit={(title) => {
        const id = crypto.randomUUID();
        void sendNewItem(table, { boardId: model.board.id, id, parentId, title });
        store.setState(({ expanded }) => ({ expanded: toggled(expanded, parentId, true) }));
        return undefined;
      }}
    />
  );
}
