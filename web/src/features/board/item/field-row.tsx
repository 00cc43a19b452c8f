import type { Column, Item } from '@boardwire/contract/board-model';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { CircleAlert } from 'lucide-react';
import { type RefObject, useRef, useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { cx } from '../../../ui/cx.ts';
import { Popover } from '../../../ui/popover.tsx';
import { columnFacts, editorOf } from '../column-facts.ts';
import { forgetRefused, writeCell } from '../edits.ts';
import { useTable, useTableState } from '../table-context.ts';
import { refusedKey } from '../table-store.ts';
import { ValueField } from '../value-field.tsx';
import { readValue, type Value } from '../values.ts';
import { ConflictMark } from './conflict-mark.tsx';
import { FieldRing, useFieldPresence } from './field-focus.tsx';
import { FieldValue } from './field-value.tsx';
import { FieldFrame, fieldClass } from './field-frame.tsx';
import { TypedField } from './typed-field.tsx';

interface FieldRowProps {
  item: Item;
  column: Column;
  isEditable: boolean;
}

/** A field of the open item with the editor of its column. */
export function FieldRow({ item, column, isEditable }: FieldRowProps) {
  const place = { itemId: item.id, field: column.id };
  const refused = useTableState((state) => state.refused.get(refusedKey(place)));
  const tellFocus = useFieldPresence(item.id, column.id);
  return (
    <FieldFrame icon={columnFacts[column.type].icon} name={column.name}>
      <div
        onFocus={() => tellFocus(true)}
        onBlur={() => tellFocus(false)}
        className="flex flex-wrap items-start"
      >
        <FieldRing itemId={item.id} field={column.id} className="min-w-40 flex-1">
          <Control item={item} column={column} isEditable={isEditable} />
        </FieldRing>
        <ConflictMark itemId={item.id} field={column.id} />
      </div>
      {refused && (
        <p role="alert" className="flex items-center gap-1.5 px-2 pb-1 text-xs text-danger-ink">
          <CircleAlert aria-hidden="true" className="size-3.5 shrink-0" />
          {refused.message}
        </p>
      )}
    </FieldFrame>
  );
}

function Control({ item, column, isEditable }: FieldRowProps) {
  const table = useTable();
  const value = readValue(item, column);
  const editor = isEditable ? editorOf(column) : 'none';
  const place = { itemId: item.id, field: column.id };
  switch (editor) {
    case 'toggled':
      return (
        <Checkbox
          className="h-9 px-2 py-2"
          label={<span className="sr-only">{column.name}</span>}
          checked={value === true}
          onChange={({ target }) => void writeCell(table, place, target.checked ? true : null)}
        />
      );
    case 'typed':
      return <TypedField place={place} column={column} value={value} />;
    case 'chosen':
      return <ChosenField item={item} column={column} value={value} />;
    case 'none':
      return (
        <div className={fieldClass}>
          <Shown value={value} column={column} />
        </div>
      );
  }
}

function Shown({ value, column }: { value: Value; column: Column }) {
  const isEmpty = value === undefined || value === null || value === '';
  if (isEmpty) return <span className="text-faint">{t('item.emptyField')}</span>;
  return <FieldValue value={value} column={column} />;
}

/** A value that is chosen in a box below it; leaving the box writes, Escape does not. */
function ChosenField({ item, column, value }: { item: Item; column: Column; value: Value }) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        ref={anchor}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
        className={cx(fieldClass, 'hover:bg-hover', isOpen && 'bg-hover')}
      >
        <span className="sr-only">{t('item.change', { name: column.name })}</span>
        <Shown value={value} column={column} />
      </button>
      {isOpen && (
        <ChosenBox
          anchor={anchor}
          item={item}
          column={column}
          value={value}
          onClose={() => {
            setOpen(false);
            anchor.current?.focus();
          }}
        />
      )}
    </>
  );
}

interface ChosenBoxProps {
  anchor: RefObject<HTMLElement | null>;
  item: Item;
  column: Column;
  value: Value;
  onClose: () => void;
}

function ChosenBox({ anchor, item, column, value, onClose }: ChosenBoxProps) {
  const table = useTable();
  // What somebody else sets meanwhile is not taken back by a box that was only looked at.
  const [begun] = useState(() => ({ value, seen: table.model.item(item.id) }));
  const [draft, setDraft] = useState<Value>(value);
  const isOver = useRef(false);
  const finish = (last: Value) => {
    if (isOver.current) return;
    isOver.current = true;
    const place = { itemId: item.id, field: column.id };
    const isSame = JSON.stringify(last ?? null) === JSON.stringify(begun.value ?? null);
    if (isSame) forgetRefused(table, place);
    else void writeCell(table, place, last ?? null, begun.seen);
    onClose();
  };
  const onChange = (next: FieldInput, isFinal: boolean) => {
    setDraft(next);
    if (isFinal) finish(next);
  };
  return (
    <Popover
      label={column.name}
      anchor={anchor}
      onClose={(isEscaped) => finish(isEscaped ? begun.value : draft)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.defaultPrevented) return;
        event.preventDefault();
        finish(draft);
      }}
    >
      <ValueField column={column} value={draft} onChange={onChange} />
    </Popover>
  );
}
