import type { Item } from '@boardwire/contract/board-model';
import {
  Archive,
  ArrowDown,
  ArrowUp,
  CircleCheck,
  Ellipsis,
  PanelRight,
  SquareArrowRight,
  Trash2,
} from 'lucide-react';
import { t } from '../../../i18n/t.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../../ui/menu.tsx';
import { sendWithUndo } from '../edits.ts';
import { useOpenItem } from '../item/item-link.ts';
import { useMayOnBoard, useTable, useTableState } from '../table-context.ts';
import { toggled } from '../table-store.ts';
import { useKanban } from './kanban-context.ts';

interface CardMenuProps {
  item: Item;
  title: string;
  bucketKey: string;
  tabIndex: number;
}

/** What can be done with a card; "Move to…" is the drag of those who cannot drag (web W37). */
export function CardMenu(props: CardMenuProps) {
  return (
    <Menu
      className="max-h-100 overflow-y-auto"
      trigger={
        <button
          type="button"
          tabIndex={props.tabIndex}
          aria-label={t('kanban.cardActions', { title: props.title })}
          className="-my-1 -mr-1.5 grid size-6 shrink-0 place-items-center rounded-inner text-muted opacity-0 group-hover/card:opacity-100 group-focus-within/card:opacity-100 hover:bg-hover data-[state=open]:opacity-100 pointer-coarse:opacity-100"
        >
          <Ellipsis aria-hidden="true" className="size-4" />
        </button>
      }
    >
      <Acts {...props} />
    </Menu>
  );
}

function Acts({ item: { id: itemId }, title, bucketKey }: CardMenuProps) {
  const { store, model } = useTable();
  const openItem = useOpenItem();
  const { mayMove } = useKanban();
  const mayWrite = useMayOnBoard('item:write');
  const isSelected = useTableState(({ selected }) => selected.has(itemId));
  const put = (op: 'items.archive' | 'items.delete') => {
    const text = t(op === 'items.archive' ? 'board.archived' : 'board.deleted', { title });
    sendWithUndo(model.board, text, { op, input: { itemId } });
  };
  return (
    <>
      <MenuItem icon={PanelRight} onSelect={() => openItem(itemId)}>
        {t('kanban.open')}
      </MenuItem>
      <MenuItem
        icon={CircleCheck}
        onSelect={() => store.setState(({ selected }) => ({ selected: toggled(selected, itemId) }))}
      >
        {t(isSelected ? 'kanban.unselect' : 'kanban.select')}
      </MenuItem>
      {mayMove && <Moves itemId={itemId} bucketKey={bucketKey} />}
      {mayWrite && (
        <>
          <MenuSeparator />
          <MenuItem icon={Archive} onSelect={() => put('items.archive')}>
            {t('boards.archive')}
          </MenuItem>
          <MenuItem icon={Trash2} tone="danger" onSelect={() => put('items.delete')}>
            {t('boards.delete')}
          </MenuItem>
        </>
      )}
    </>
  );
}

function Moves({ itemId, bucketKey }: { itemId: string; bucketKey: string }) {
  const { shown } = useTable();
  const { drop, listMoving } = useKanban();
  const buckets = shown.buckets();
  const here = buckets.find(({ key }) => key === bucketKey);
  const at = here?.itemIds.indexOf(itemId) ?? -1;
  const count = here?.itemIds.length ?? 0;
  return (
    <>
      <MenuSeparator />
      <MenuItem
        icon={ArrowUp}
        disabled={at <= 0}
        onSelect={() => drop([itemId], bucketKey, at - 1)}
      >
        {t('kanban.up')}
      </MenuItem>
      <MenuItem
        icon={ArrowDown}
        disabled={at >= count - 1}
        onSelect={() => drop([itemId], bucketKey, at + 2)}
      >
        {t('kanban.down')}
      </MenuItem>
      <MenuLabel>{t('kanban.moveTo')}</MenuLabel>
      {buckets.map(({ key, name, itemIds }) => (
        <MenuItem
          key={key}
          icon={SquareArrowRight}
          disabled={key === bucketKey}
          onSelect={() => drop(listMoving(itemId), key, itemIds.length)}
        >
          {name}
        </MenuItem>
      ))}
    </>
  );
}
