import type { Column, Item } from '@boardwire/contract/board-model';
import { ArrowDown, ArrowUp, CornerDownRight, Plus } from 'lucide-react';
import {
  type KeyboardEvent,
  type SubmitEvent,
  useCallback,
  useState,
  useSyncExternalStore,
} from 'react';
import { t } from '../../../i18n/t.tsx';
import { cx } from '../../../ui/cx.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { TITLE } from '../column-facts.ts';
import { send, writeCell } from '../edits.ts';
import { sendNewItem } from '../lost-lines.ts';
import { useBoardModel, useItem, useTable } from '../table-context.ts';
import { readText } from '../values.ts';
import { countDone, doneState, type DoneState } from './done-state.ts';
import { FieldValue } from './field-value.tsx';
import { useOpenItem } from './item-link.ts';

const NO_IDS: readonly string[] = [];

/** How many are done; a value of one of them draws this count anew and nothing else. */
function DoneCount({ ids }: { ids: readonly string[] }) {
  const { model } = useTable();
  const { columns } = model.tree();
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = ids.map((id) => model.subscribeItem(id, listener));
      return () => stops.forEach((stop) => stop());
    },
    [model, ids],
  );
  const count = () =>
    countDone(
      ids.flatMap((id) => model.item(id) ?? []),
      columns,
    );
  const done = useSyncExternalStore(subscribe, count);
  if (done === undefined) return null;
  return (
    <span className="text-xs font-normal tabular-nums">
      {t('item.doneOf', { done, count: ids.length })}
    </span>
  );
}

/** Sub-items: added, completed, opened and put in order here. */
export function SubItems({ item, isEditable }: { item: Item; isEditable: boolean }) {
  const { tree } = useBoardModel();
  const { columns, children } = tree();
  const ids = children.get(item.id) ?? NO_IDS;
  if (ids.length === 0 && !isEditable) return null;
  return (
    <section aria-label={t('item.subItems')} className="border-t border-line py-4">
      <h3 className="mb-1 flex items-center gap-2 text-sm font-medium text-muted">
        <CornerDownRight aria-hidden="true" className="size-3.5" />
        {t('item.subItems')}
        {ids.length > 0 && <DoneCount ids={ids} />}
      </h3>
      <ol className="flex flex-col">
        {ids.map((id, index) => (
          <SubItem
            key={id}
            itemId={id}
            columns={columns}
            isEditable={isEditable}
            {...(ids[index - 1] !== undefined && { above: ids[index - 1] })}
            {...(ids[index + 1] !== undefined && { below: ids[index + 1] })}
          />
        ))}
      </ol>
      {isEditable && <AddSubItem parentId={item.id} />}
    </section>
  );
}

interface SubItemProps {
  itemId: string;
  columns: readonly Column[];
  isEditable: boolean;
  above?: string | undefined;
  below?: string | undefined;
}

function SubItem({ itemId, columns, isEditable, above, below }: SubItemProps) {
  const item = useItem(itemId);
  const { board } = useTable().model;
  const openItem = useOpenItem();
  if (!item) return null;
  const title = readText(item.values[TITLE]);
  const state = doneState(item, columns);
  const move = (place: { before: string } | { after: string }) =>
    send(board, { op: 'items.move', input: { itemId, ...place } });
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || !isEditable) return;
    if (event.key === 'ArrowUp' && above !== undefined) move({ before: above });
    else if (event.key === 'ArrowDown' && below !== undefined) move({ after: below });
    else return;
    event.preventDefault();
  };
  return (
    <li className="group -mx-2 flex min-h-9 items-center gap-2 rounded-inner px-2 hover:bg-hover">
      {state && <DoneBox title={title} itemId={itemId} state={state} isEditable={isEditable} />}
      <button
        type="button"
        onClick={() => openItem(itemId)}
        onKeyDown={onKeyDown}
        className={cx(
          'min-w-0 flex-1 truncate rounded-inner py-1 text-left text-sm',
          state?.isDone ? 'text-muted line-through' : 'text-ink',
        )}
      >
        {title}
      </button>
      {state?.column.type === 'status' && (
        <FieldValue value={item.values[state.column.id]} column={state.column} />
      )}
      {isEditable && (
        <MoveButtons
          title={title}
          onUp={above === undefined ? undefined : () => move({ before: above })}
          onDown={below === undefined ? undefined : () => move({ after: below })}
        />
      )}
    </li>
  );
}

interface MoveButtonsProps {
  title: string;
  /** Missing at the ends. */
  onUp: (() => void) | undefined;
  onDown: (() => void) | undefined;
}

function MoveButtons({ title, onUp, onDown }: MoveButtonsProps) {
  return (
    <span className="flex opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
      <IconButton
        icon={ArrowUp}
        size="iconSm"
        label={t('item.moveUp', { title })}
        disabled={!onUp}
        onClick={onUp}
      />
      <IconButton
        icon={ArrowDown}
        size="iconSm"
        label={t('item.moveDown', { title })}
        disabled={!onDown}
        onClick={onDown}
      />
    </span>
  );
}

interface DoneBoxProps {
  itemId: string;
  title: string;
  state: DoneState;
  isEditable: boolean;
}

function DoneBox({ itemId, title, state, isEditable }: DoneBoxProps) {
  const table = useTable();
  const { column, isDone, done, open } = state;
  return (
    <input
      type="checkbox"
      aria-label={t('item.done', { title })}
      checked={isDone}
      disabled={!isEditable}
      onChange={() => void writeCell(table, { itemId, field: column.id }, isDone ? open : done)}
      className="size-4 shrink-0 rounded-full"
    />
  );
}

function AddSubItem({ parentId }: { parentId: string }) {
  const table = useTable();
  const { board } = table.model;
  const [title, setTitle] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const trimmed = title.trim();
    if (trimmed === '') return;
    const id = crypto.randomUUID();
    void sendNewItem(table, { boardId: board.id, id, parentId, title: trimmed });
    setTitle('');
  };
  return (
    <form onSubmit={submit} className="-mx-2 flex items-center gap-2 px-2">
      <Plus aria-hidden="true" className="size-4 shrink-0 text-faint" />
      <input
        aria-label={t('item.addSubItem')}
        placeholder={t('item.addSubItem')}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        className="h-9 min-w-0 flex-1 rounded-inner bg-transparent px-1 text-sm text-ink"
      />
    </form>
  );
}
