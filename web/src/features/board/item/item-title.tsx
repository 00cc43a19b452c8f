import type { Item } from '@boardwire/contract/board-model';
import { type KeyboardEvent, useRef, useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { FieldError } from '../../../ui/field.tsx';
import { TITLE } from '../column-facts.ts';
import { forgetRefused, writeCell } from '../edits.ts';
import { useTable, useTableState } from '../table-context.ts';
import { refusedKey } from '../table-store.ts';
import { readText } from '../values.ts';

/** The title, edited where it stands: Enter and leaving it write, Escape takes back. */
export function ItemTitle({ item, isEditable }: { item: Item; isEditable: boolean }) {
  const table = useTable();
  const standing = readText(item.values[TITLE]);
  const place = { itemId: item.id, field: TITLE };
  const refused = useTableState((state) => state.refused.get(refusedKey(place)));
  const [draft, setDraft] = useState<string>();
  const isEscaped = useRef(false);
  const [problem, setProblem] = useState<string>();
  const commit = () => {
    if (isEscaped.current || draft === undefined) return setDraft(undefined);
    const title = draft.trim();
    setDraft(undefined);
    if (title === '') return setProblem(t('board.titleNeeded'));
    setProblem(undefined);
    if (title === standing) forgetRefused(table, place);
    else void writeCell(table, place, title);
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
  const message = problem ?? refused?.message;
  if (!isEditable) return <h2 className={`${titleClass} px-0`}>{standing}</h2>;
  return (
    <>
      <h2 className="sr-only">{standing}</h2>
      <textarea
        rows={1}
        aria-label={t('item.title')}
        aria-invalid={message !== undefined}
        value={draft ?? (typeof refused?.value === 'string' ? refused.value : standing)}
        onFocus={() => {
          isEscaped.current = false;
        }}
        onChange={(event) => setDraft(event.target.value.replaceAll('\n', ' '))}
        onKeyDown={onKeyDown}
        onBlur={commit}
        className={`${titleClass} -mx-1.5 block w-[calc(100%+0.75rem)] resize-none rounded-inner bg-transparent px-1.5 field-sizing-content hover:bg-hover focus:bg-transparent`}
      />
      {message !== undefined && <FieldError id="item-title-problem" text={message} />}
    </>
  );
}

const titleClass = 'text-xl font-semibold tracking-tight break-words text-ink py-0.5';
