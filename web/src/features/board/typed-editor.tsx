import type { Column, Item } from '@boardwire/contract/board-model';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { cx } from '../../ui/cx.ts';
import { FieldError } from '../../ui/field.tsx';
import { moveBy, moveOn, stopEditing } from './cell-moves.ts';
import { TITLE } from './column-facts.ts';
import { forgetRefused, keepRefused, writeCell } from './edits.ts';
import { type Table, useTable } from './table-context.ts';
import { type CellPlace, refusedKey } from './table-store.ts';
import { parseTyped, toTyped } from './typed-values.ts';
import type { Value } from './values.ts';

interface TypedEditorProps {
  label: string;
  place: CellPlace;
  column: Column | undefined;
  value: Value;
  /** The key that began it; it replaces the value (web W4). */
  typed: string;
}

/** How an edit began: somebody else may change the value meanwhile. */
interface Begun {
  value: Value;
  seen: Item | undefined;
}

/** Writes what was typed; answers why it cannot be, if so. */
function commit(
  table: Table,
  { place, column }: TypedEditorProps,
  { value, seen }: Begun,
  text: string,
) {
  if (text === toTyped(value, column)) {
    forgetRefused(table, place);
    return undefined;
  }
  const parsed = parseTyped(text, column, value);
  if (!parsed.ok) return parsed.message;
  void writeCell(table, place, parsed.value, seen);
  return undefined;
}

/** The focus went elsewhere, and is not taken back. */
function leave({ store }: Table, { itemId, field }: CellPlace): void {
  const { active } = store.getState();
  if (active?.itemId === itemId && active.field === field)
    store.setState({ editing: null, takesFocus: false });
}

/** The text being edited, and what its keys do (web W4). */
function useTypedText(props: TypedEditorProps) {
  const { place, column, value, typed } = props;
  const table = useTable();
  const isOver = useRef(false);
  const [begun] = useState<Begun>(() => ({ value, seen: table.model.item(place.itemId) }));
  const [refused] = useState(() => table.store.getState().refused.get(refusedKey(place)));
  const [text, setText] = useState(() => typed || toTyped(refused?.value ?? value, column));
  const [problem, setProblem] = useState(refused?.message);
  const finish = (then: () => void) => {
    const message = commit(table, props, begun, text);
    if (message !== undefined) return setProblem(message);
    isOver.current = true;
    then();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      isOver.current = true;
      forgetRefused(table, place);
      stopEditing(table);
    } else if (event.key === 'Enter' && !event.shiftKey) finish(() => moveBy(table, 1, 0));
    else if (event.key === 'Tab') finish(() => moveOn(table, event.shiftKey ? -1 : 1));
    else return;
    event.preventDefault();
  };
  const onBlur = () => {
    if (isOver.current) return;
    isOver.current = true;
    const message = commit(table, props, begun, text);
    // Leaving the cell must not lose what cannot be a value.
    if (message !== undefined) keepRefused(table, place, { value: text, message });
    leave(table, place);
  };
  return { text, setText, problem, onKeyDown, onBlur };
}

/** The text of a cell, edited in its place. */
export function TypedEditor(props: TypedEditorProps) {
  const { label, place, column } = props;
  const errorId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const { text, setText, problem, onKeyDown, onBlur } = useTypedText(props);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(-1, -1);
  }, []);
  return (
    <div className="absolute inset-x-0 top-0 z-20 min-w-40 rounded-inner bg-raised shadow-raised select-text">
      <textarea
        ref={field}
        rows={1}
        aria-label={label}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : errorId}
        value={text}
        spellCheck={column === undefined || column.type === 'text'}
        inputMode={column?.type === 'number' ? 'decimal' : undefined}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
        className={cx(
          'block field-sizing-content max-h-48 min-h-9 w-full resize-none rounded-inner px-2 py-2 text-sm text-ink',
          'outline-2 -outline-offset-2 outline-focus',
          place.field === TITLE && 'font-medium',
        )}
      />
      {problem !== undefined && (
        <div className="px-2 pb-1.5">
          <FieldError id={errorId} text={problem} />
        </div>
      )}
    </div>
  );
}
