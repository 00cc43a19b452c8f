import type { Column } from '@boardwire/contract/board-model';
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { FieldError } from '../../ui/field.tsx';
import { Popover } from '../../ui/popover.tsx';
import { stopEditing } from './cell-moves.ts';
import { forgetRefused, writeCell } from './edits.ts';
import { useTable } from './table-context.ts';
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

/** A box below the cell in which its value is chosen; leaving it writes, Escape does not. */
export function ChosenEditor({ cell, place, column, value, typed }: ChosenEditorProps) {
  const table = useTable();
  const [refused] = useState(() => table.store.getState().refused.get(refusedKey(place)));
  const [draft, setDraft] = useState<Value>(refused?.value ?? value);
  const isOver = useRef(false);
  const finish = (last: Value) => {
    if (isOver.current) return;
    isOver.current = true;
    if (JSON.stringify(last ?? null) === JSON.stringify(value ?? null)) forgetRefused(table, place);
    else void writeCell(table, place, last ?? null);
    stopEditing(table);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key !== 'Enter' || event.defaultPrevented) return;
    event.preventDefault();
    finish(draft);
  };
  return (
    <Popover
      label={column.name}
      anchor={cell}
      onKeyDown={onKeyDown}
      onClose={(isEscaped) => finish(isEscaped ? value : draft)}
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
