import type { Column } from '@boardwire/contract/board-model';
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
import { forgetRefused, writeCell } from './edits.ts';
import { writeCells } from './table/write-cells.ts';
import { type Table, useTable } from './table-context.ts';
import { type CellPlace, refusedKey } from './table-store.ts';
import { ValueField } from './value-field.tsx';
import type { Value } from './values.ts';

interface ChosenEditorProps {
  cell: RefObject<HTMLElement | null>;
  place: CellPlace;
  column: Column;
  value: Value;
  typed: string;
}

/** Writes a value to all selected items at once. */
function writeAll(table: Table, { field }: CellPlace, itemIds: string[], value: FieldInput): void {
  writeCells(
    table,
    itemIds.map((itemId) => ({ itemId, field, value })),
  );
}

/** In a list Tab has nothing to go to but the next cell; a day has fields of its own. */
const LISTS: ReadonlySet<string> = new Set(['status', 'tags', 'person', 'rating']);

/** What is chosen so far, and the ways to leave the box with it or without. */
function useDraft({ place, column, value }: ChosenEditorProps) {
  const table = useTable();
  const [refused] = useState(() => table.store.getState().refused.get(refusedKey(place)));
  const [begun] = useState(() => table.store.getState().editing);
  const first: Value = refused?.value ?? value;
  const [draft, setDraft] = useState<Value>(first);
  const isOver = useRef(false);
  const write = (last: Value, isEscaped: boolean) => {
    const isSame = JSON.stringify(last ?? null) === JSON.stringify(value ?? null);
    const { selected } = table.store.getState();
    if (begun?.isForAll && !isEscaped) writeAll(table, place, [...selected], last ?? null);
    else if (isSame) forgetRefused(table, place);
    else void writeCell(table, place, last ?? null);
  };
  const finish = (last: Value, isEscaped = false) => {
    if (isOver.current) return;
    isOver.current = true;
    write(last, isEscaped);
    stopEditing(table);
  };
  const leave = useEffectEvent(() => {
    if (!isOver.current && JSON.stringify(draft) !== JSON.stringify(first)) write(draft, false);
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
  const { cell, column, value, typed } = props;
  const { refused, draft, setDraft, finish, onKeyDown } = useDraft(props);
  return (
    <Popover
      label={column.name}
      anchor={cell}
      onKeyDown={onKeyDown}
      onClose={(isEscaped) => finish(isEscaped ? value : draft, isEscaped)}
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
