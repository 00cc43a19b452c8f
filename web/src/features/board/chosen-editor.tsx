import type { Column, Item } from '@boardwire/contract/board-model';
import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { FieldError } from '../../ui/field.tsx';
import { Popover } from '../../ui/popover.tsx';
import { moveOn, stopEditing } from './cell-moves.ts';
import { takesMany } from './column-facts.ts';
import { forgetRefused, writeCell } from './edits.ts';
import { listSelected } from './table/selection.ts';
import { readCommon, writeAll } from './table/write-all.ts';
import { type Table, useTable } from './table-context.ts';
import { type CellPlace, refusedKey, type RefusedValue } from './table-store.ts';
import { ValueField } from './value-field.tsx';
import type { Value } from './values.ts';

interface ChosenEditorProps {
  cell: RefObject<HTMLElement | null>;
  place: CellPlace;
  column: Column;
  value: Value;
  typed: string;
}

/** In a list Tab has nothing to go to but the next cell; a day has fields of its own. */
const LISTS: ReadonlySet<string> = new Set(['status', 'tags', 'person', 'rating']);

interface Start {
  /** The item as it was when the box opened. */
  seen: Item | undefined;
  /** What the box begins with. */
  first: Value;
  refused: RefusedValue | undefined;
  /** The items that are written to; without them it is the one of the cell. */
  all: readonly string[] | undefined;
}

/** A box for several items begins with what they have in common. */
function readStart(table: Table, { place, column, value }: ChosenEditorProps): Start {
  const seen = table.model.item(place.itemId);
  const { editing, refused: known } = table.store.getState();
  if (editing?.isForAll) {
    const all = listSelected(table);
    const first = readCommon(table, all, place.field, takesMany(column));
    return { seen, first, refused: undefined, all };
  }
  const refused = known.get(refusedKey(place));
  return { seen, first: refused?.value ?? value, refused, all: undefined };
}

/** What is chosen so far, and the ways to leave the box with it or without. */
function useDraft(props: ChosenEditorProps) {
  const { place, column, value } = props;
  const table = useTable();
  const [{ seen, first, refused, all }] = useState(() => readStart(table, props));
  const [draft, setValue] = useState<Value>(first);
  const isOver = useRef(false);
  const isTouched = useRef(false);
  const setDraft = (next: FieldInput) => {
    isTouched.current = true;
    setValue(next);
  };
  const write = (last: Value) => {
    const after = last ?? null;
    const isSame = JSON.stringify(after) === JSON.stringify(value ?? null);
    if (all) {
      // Who only looked has chosen nothing, and least of all what the others hold.
      const isMany = takesMany(column);
      if (isTouched.current) writeAll(table, all, place.field, { before: first, after, isMany });
    } else if (isSame) forgetRefused(table, place);
    // What somebody else has set meanwhile is not taken back by a box that was only looked at.
    else if (isTouched.current || refused) void writeCell(table, place, after, seen);
  };
  const finish = (last: Value, isEscaped = false) => {
    if (isOver.current) return;
    isOver.current = true;
    if (!isEscaped) write(last);
    else if (!all) forgetRefused(table, place);
    stopEditing(table);
  };
  const leave = useEffectEvent(() => {
    if (!isOver.current && JSON.stringify(draft) !== JSON.stringify(first)) write(draft);
    isOver.current = true;
  });
  // A press on another cell takes the box away before it can say that it is left.
  useEffect(() => {
    isOver.current = false;
    return () => leave();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const isTab = event.key === 'Tab' && LISTS.has(column.type);
    if ((event.key !== 'Enter' && !isTab) || event.defaultPrevented) return;
    event.preventDefault();
    finish(draft);
    if (isTab) moveOn(table, event.shiftKey ? -1 : 1);
  };
  return { refused, draft, setDraft, finish, onKeyDown };
}

/** A box below the cell in which its value is chosen; leaving it writes, Escape does not. */
export function ChosenEditor(props: ChosenEditorProps) {
  const { cell, column, typed } = props;
  const { refused, draft, setDraft, finish, onKeyDown } = useDraft(props);
  return (
    <Popover
      label={column.name}
      anchor={cell}
      onKeyDown={onKeyDown}
      onClose={(isEscaped) => finish(draft, isEscaped)}
    >
      <ValueField
        column={column}
        value={draft}
        typed={typed}
        onChange={(next, isFinal) => {
          setDraft(next);
          if (isFinal) finish(next);
        }}
      />
      {refused && <FieldError id={`${column.id}-refused`} text={refused.message} />}
    </Popover>
  );
}
