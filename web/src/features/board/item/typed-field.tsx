import type { Column, Item } from '@boardwire/contract/board-model';
import { ExternalLink } from 'lucide-react';
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { cx } from '../../../ui/cx.ts';
import { FieldError } from '../../../ui/field.tsx';
import { forgetRefused, keepRefused, writeCell } from '../edits.ts';
import { usePeople } from '../people.tsx';
import { useTable, useTableState } from '../table-context.ts';
import { type CellPlace, refusedKey } from '../table-store.ts';
import { parseTyped, toTyped } from '../typed-values.ts';
import { describeValue, readLink, readText, type Value } from '../values.ts';
import { fieldClass } from './field-frame.tsx';

interface TypedFieldProps {
  place: CellPlace;
  column: Column;
  value: Value;
}

/** Where a link or an address leads; nothing else becomes one (security S37). */
function hrefOf(value: Value, { type }: Column): string | undefined {
  const text = readText(value);
  const href =
    type === 'link' ? readLink(value)?.url : type === 'email' ? `mailto:${text}` : `tel:${text}`;
  if (text === '' && type !== 'link') return undefined;
  return href !== undefined && /^(https?:|mailto:|tel:)/i.test(href) ? href : undefined;
}

const LINKED = new Set(['link', 'email', 'phone']);

/** How an edit began: somebody else may change the value meanwhile. */
interface Begun {
  text: string;
  value: Value;
  seen: Item | undefined;
}

/** What is typed, and what its keys do. */
function useTyped({ place, column, value }: TypedFieldProps) {
  const table = useTable();
  const refused = useTableState((state) => state.refused.get(refusedKey(place)));
  const [draft, setDraft] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const isEscaped = useRef(false);
  const begun = useRef<Begun>(null);
  const standing = toTyped(refused?.value ?? value, column);
  const onBlur = () => {
    const text = draft;
    const start = begun.current;
    setDraft(undefined);
    if (text === undefined || isEscaped.current || !start) return setProblem(undefined);
    const parsed = parseTyped(text, column, start.value);
    if (!parsed.ok) {
      setDraft(text);
      return setProblem(parsed.message);
    }
    setProblem(undefined);
    if (text === toTyped(start.value, column)) return forgetRefused(table, place);
    // A refused value that was only looked at stays as it is.
    if (text !== start.text) void writeCell(table, place, parsed.value, start.seen);
  };
  // The browser's way back takes the panel away without a word to the field.
  const leave = useEffectEvent(() => {
    const text = draft;
    if (text === undefined) return;
    const parsed = parseTyped(text, column, begun.current?.value);
    if (parsed.ok) onBlur();
    else keepRefused(table, place, { value: text, message: parsed.message });
  });
  useEffect(() => () => leave(), []);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const isEscape = event.key === 'Escape' && draft !== undefined;
    if (!isEscape && (event.key !== 'Enter' || event.shiftKey)) return;
    event.preventDefault();
    event.stopPropagation();
    isEscaped.current = isEscape;
    event.currentTarget.closest<HTMLElement>('aside')?.focus();
  };
  const onFocus = () => {
    isEscaped.current = false;
    if (draft !== undefined) return;
    begun.current = { text: standing, value, seen: table.model.item(place.itemId) };
    setDraft(standing);
  };
  return { draft, setDraft, problem, refused, standing, onBlur, onKeyDown, onFocus };
}

/** A value that is typed where it stands; Enter and leaving it write, Escape takes back. */
export function TypedField(props: TypedFieldProps) {
  const { column, value } = props;
  const { nameOf } = usePeople();
  const { draft, setDraft, problem, refused, standing, ...handlers } = useTyped(props);
  const isFormatted = column.type === 'number' && problem === undefined && !refused;
  const shown = isFormatted ? describeValue(value, column, nameOf) : standing;
  return (
    <>
      <div className="flex items-center">
        <textarea
          rows={1}
          aria-label={column.name}
          aria-invalid={problem !== undefined || refused !== undefined}
          placeholder={t('item.emptyField')}
          spellCheck={column.type === 'text'}
          inputMode={column.type === 'number' ? 'decimal' : undefined}
          value={draft ?? shown}
          onChange={(event) => setDraft(event.target.value)}
          {...handlers}
          className={cx(
            fieldClass,
            'resize-none bg-transparent py-2 leading-5 field-sizing-content hover:bg-hover focus:bg-transparent',
          )}
        />
        {draft === undefined && <Follow column={column} value={value} />}
      </div>
      {problem !== undefined && <FieldError id={`${column.id}-problem`} text={problem} />}
    </>
  );
}

function Follow({ column, value }: Pick<TypedFieldProps, 'column' | 'value'>) {
  const href = LINKED.has(column.type) ? hrefOf(value, column) : undefined;
  if (href === undefined) return null;
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      aria-label={t('item.follow', { name: column.name })}
      className="grid size-7 shrink-0 place-items-center rounded-inner text-muted hover:bg-hover hover:text-ink"
    >
      <ExternalLink aria-hidden="true" className="size-3.5" />
    </a>
  );
}
