import type { Group } from '@boardwire/contract/board-model';
import {
  Archive,
  ArrowDown,
  ArrowUp,
  ChevronDown,
  ChevronRight,
  PencilLine,
  Trash2,
} from 'lucide-react';
import { useRef, useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '../../ui/menu.tsx';
import { cx } from '../../ui/cx.ts';
import { MenuButton } from '../../ui/menu-button.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { COLOR_NAMES, markStyle } from './color.ts';
import { send, sendWithUndo } from './edits.ts';
import { useBoardModel, useMayOnBoard, useTable, useTableState } from './table-context.ts';
import { activeLineClass, lineClass } from './table-classes.ts';
import { toggled } from './table-store.ts';
import type { ShownBucket } from './views/row-engine.ts';
import { GroupSums, listPinnedSums, PinnedSums } from './table/group-sums.tsx';
import type { GridColumns } from './table/grid-columns.ts';
import { useLineFocus } from './table/use-line-focus.ts';

interface GroupRowProps {
  bucket: ShownBucket;
  columns: GridColumns;
  rowIndex: number;
  /** Distance from the first line, in CSS pixels. */
  top: number;
}

/** The head of a group: its name, how many items it has, its fold and its menu. */
export function GroupRow({ bucket, columns, rowIndex, top }: GroupRowProps) {
  const { key, itemIds } = bucket;
  const row = useRef<HTMLDivElement>(null);
  const isLine = useLineFocus(row, key);
  const isCollapsed = useTableState((state) => state.collapsed.has(key));
  const headSpan = columns.pinned.length - listPinnedSums(columns).length + 2;
  return (
    <div
      ref={row}
      role="row"
      data-bucket={key}
      aria-rowindex={rowIndex}
      aria-level={1}
      aria-expanded={!isCollapsed}
      tabIndex={isLine ? 0 : -1}
      style={{ top }}
      className={cx(lineClass, 'bg-surface', isLine && activeLineClass)}
    >
      <div
        role="presentation"
        className="sticky left-0 z-10 flex h-10 max-w-[calc(100cqw-1rem)] min-w-(--board-fixed) shrink-0 bg-surface md:w-(--board-fixed) md:max-w-none"
      >
        <div
          role="gridcell"
          aria-colindex={1}
          aria-colspan={headSpan}
          className="flex min-w-0 flex-1 items-center gap-2 pr-2 pl-2"
        >
          <GroupHead bucket={bucket} isLine={isLine} isCollapsed={isCollapsed} />
        </div>
        <PinnedSums itemIds={itemIds} columns={columns} />
      </div>
      <GroupSums itemIds={itemIds} columns={columns} />
    </div>
  );
}

interface GroupHeadProps {
  bucket: ShownBucket;
  isLine: boolean;
  isCollapsed: boolean;
}

function GroupHead({ bucket, isLine, isCollapsed }: GroupHeadProps) {
  const { key, name, color, group, itemIds } = bucket;
  const { store } = useTable();
  const mayManage = useMayOnBoard('board:manage');
  const fold = () => store.setState(({ collapsed }) => ({ collapsed: toggled(collapsed, key) }));
  const Icon = isCollapsed ? ChevronRight : ChevronDown;
  return (
    <>
      <button
        type="button"
        tabIndex={isLine ? 0 : -1}
        aria-expanded={!isCollapsed}
        onClick={fold}
        className="flex min-w-0 items-center gap-2 rounded-inner px-1 py-1 text-base font-semibold text-ink hover:bg-hover"
      >
        <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <span
          aria-hidden="true"
          className="size-2.5 shrink-0 rounded-full"
          style={markStyle(color)}
        />
        <span className="truncate">{name}</span>
      </button>
      <span className="shrink-0 text-sm text-muted">
        {t('board.items', { count: itemIds.length })}
      </span>
      {mayManage && group && <GroupMenu group={group} />}
    </>
  );
}

function GroupMenu({ group }: { group: Group }) {
  const { board } = useBoardModel();
  const [isNaming, setNaming] = useState(false);
  const { id: groupId, name } = group;
  return (
    <>
      <Menu
        align="start"
        className="max-h-100 overflow-y-auto"
        trigger={<MenuButton label={t('board.groupActions', { name })} />}
      >
        <MenuItem icon={PencilLine} onSelect={() => setNaming(true)}>
          {t('boards.rename')}
        </MenuItem>
        <MoveGroup group={group} />
        <GroupEnds group={group} />
        <MenuSeparator />
        <MenuLabel>{t('board.color')}</MenuLabel>
        <MenuChoice
          value={group.color}
          options={COLOR_NAMES.map((color) => ({
            value: color,
            label: (
              <span className="flex items-center gap-2">
                <span className="size-3 rounded-full" style={markStyle(color)} />
                {t(`color.${color}`)}
              </span>
            ),
          }))}
          onChange={(color) => send(board, { op: 'groups.update', input: { groupId, color } })}
        />
      </Menu>
      {isNaming && (
        <NameDialog
          title={t('boards.rename')}
          label={t('board.groupName')}
          action={t('boards.save')}
          initial={name}
          onClose={() => setNaming(false)}
          onSubmit={(next) => {
            send(board, { op: 'groups.update', input: { groupId, name: next } });
            return undefined;
          }}
        />
      )}
    </>
  );
}

function MoveGroup({ group: { id: groupId } }: { group: Group }) {
  const { board, tree } = useBoardModel();
  const { groups } = tree();
  const at = groups.findIndex(({ id }) => id === groupId);
  const move = (after: string | null) =>
    send(board, { op: 'groups.update', input: { groupId, after } });
  const below = groups[at + 1];
  return (
    <>
      <MenuItem icon={ArrowUp} disabled={at <= 0} onSelect={() => move(groups[at - 2]?.id ?? null)}>
        {t('board.moveUp')}
      </MenuItem>
      <MenuItem icon={ArrowDown} disabled={!below} onSelect={() => below && move(below.id)}>
        {t('board.moveDown')}
      </MenuItem>
    </>
  );
}

function GroupEnds({ group: { id: groupId, name } }: { group: Group }) {
  const { board } = useBoardModel();
  return (
    <>
      <MenuItem
        icon={Archive}
        onSelect={() =>
          sendWithUndo(board, t('board.archived', { title: name }), {
            op: 'groups.archive',
            input: { groupId },
          })
        }
      >
        {t('boards.archive')}
      </MenuItem>
      <MenuItem
        icon={Trash2}
        tone="danger"
        onSelect={() =>
          sendWithUndo(board, t('board.deleted', { title: name }), {
            op: 'groups.delete',
            input: { groupId },
          })
        }
      >
        {t('boards.delete')}
      </MenuItem>
    </>
  );
}
