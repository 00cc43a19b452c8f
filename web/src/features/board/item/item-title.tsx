import type { Item } from '@boardwire/contract/board-model';
import {
  type ChangeEvent,
  type KeyboardEvent,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react';
import { t } from '../../../i18n/t.tsx';
import { FieldError } from '../../../ui/field.tsx';
import { TITLE } from '../column-facts.ts';
import { forgetRefused, writeCell } from '../edits.ts';
import { useTable, useTableState } from '../table-context.ts';
import { refusedKey } from '../table-store.ts';
import { readText } from '../values.ts';
import { FieldRing, useFieldPresence } from './field-focus.tsx';

/** What is typed into the title, and what its keys do. */
function useTyped(item: Item) {
  const table = useTable();
  const place = { itemId: item.id, field: TITLE };
  const refused = useTableState((state) => state.refused.get(refusedKey(place)));
  const [draft, setDraft] = useState<string>();
  const isEscaped = useRef(false);
  /** The item as it was when one began to type: what another writes meanwhile is not replaced in silence. */
  const seen = useRef<Item>(item);
  const [problem, setProblem] = useState<string>();
  const onBlur = () => {
    if (isEscaped.current || draft === undefined) return setDraft(undefined);
    const title = draft.trim();
    setDraft(undefined);
    if (title === '') return setProblem(t('board.titleNeeded'));
    setProblem(undefined);
    if (title === readText(seen.current.values[TITLE])) forgetRefused(table, place);
    else void writeCell(table, place, title, seen.current);
  };
  // The browser's way back takes the panel away without a word to the field.
  const leave = useEffectEvent(onBlur);
  useEffect(() => () => leave(), []);
  const onFocus = () => {
    isEscaped.current = false;
  };
  const onChange = ({ target }: ChangeEvent<HTMLTextAreaElement>) => {
    if (draft === undefined) seen.current = item;
    setDraft(target.value.replaceAll('\n', ' '));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const isOver = event.key === 'Enter' || (event.key === 'Escape' && draft !== undefined);
    if (!isOver) return;
    event.preventDefault();
    event.stopPropagation();
    isEscaped.current = event.key === 'Escape';
    event.currentTarget.closest<HTMLElement>('aside')?.focus();
  };
  const standing =
    typeof refused?.value === 'string' ? refused.value : readText(item.values[TITLE]);
  const message = problem ?? refused?.message;
  return { value: draft ?? standing, message, handlers: { onFocus, onBlur, onChange, onKeyDown } };
}

/** The title, edited where it stands: Enter and leaving it write, Escape takes back. */
export function ItemTitle({ item, isEditable }: { item: Item; isEditable: boolean }) {
  const { value, message, handlers } = useTyped(item);
  const tellFocus = useFieldPresence(item.id, TITLE);
  const standing = readText(item.values[TITLE]);
  if (!isEditable) return <h2 className={`${titleClass} px-0`}>{standing}</h2>;
  return (
    <div onFocus={() => tellFocus(true)} onBlur={() => tellFocus(false)}>
      <h2 className="sr-only">{standing}</h2>
      <FieldRing itemId={item.id} field={TITLE} className="-mx-1.5">
        <textarea
          rows={1}
          aria-label={t('item.title')}
          aria-invalid={message !== undefined}
          value={value}
          {...handlers}
          className={`${titleClass} block w-full resize-none rounded-inner bg-transparent px-1.5 field-sizing-content hover:bg-hover focus:bg-transparent`}
        />
      </FieldRing>
      {message !== undefined && <FieldError id="item-title-problem" text={message} />}
    </div>
  );
}

const titleClass = 'text-xl font-semibold tracking-tight break-words text-ink py-0.5';
