import { Check } from 'lucide-react';
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from 'react';
import { t } from '../i18n/t.tsx';
import { useDebounced } from '../lib/use-debounced.ts';
import { cx } from './cx.ts';
import { Input } from './input.tsx';

export interface Choice {
  id: string;
  /** What is searched, and read aloud. */
  name: string;
  /** How it is drawn; its name when missing. */
  drawn?: ReactNode;
}

interface ChoiceListProps {
  label: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  /** Several can be chosen; else a choice is the end of it. */
  isMany: boolean;
  /** What was typed before the list was there. */
  initialSearch?: string;
  onToggle: (id: string) => void;
  /** Hears what is searched for once typing rests, to find more choices. */
  onSearch?: ((search: string) => void) | undefined;
  /** More may still be found: it is not said yet that there is nothing. */
  isSearching?: boolean;
}

/** More than this many at once are not read through, but searched. */
const SHOWN = 100;

/** What is searched for, what that finds, and which of it the keys are at. */
function useSearch({ choices, initialSearch = '', onToggle, onSearch }: ChoiceListProps) {
  const list = useRef<HTMLDivElement>(null);
  const [search, setSearch] = useState(initialSearch);
  const [at, setAt] = useState(0);
  // People are called by an @ before their name, too (web W11).
  const bare = search.replace(/^@/, '').trim();
  const wanted = bare.toLocaleLowerCase();
  const rested = useDebounced(bare);
  const hear = useEffectEvent((text: string) => onSearch?.(text));
  useEffect(() => hear(rested), [rested]);
  const found = choices
    .filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
    .slice(0, SHOWN);
  const move = (to: number) => {
    const next = Math.min(Math.max(to, 0), found.length - 1);
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const current = found[at];
    if (event.key === 'ArrowDown') move(at + 1);
    else if (event.key === 'ArrowUp') move(at - 1);
    else if (event.key === 'Enter' && current) onToggle(current.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const change = (next: string) => {
    setSearch(next);
    setAt(0);
  };
  return { list, search, change, onKeyDown, found, at };
}

/** A search field and what it finds, to choose from with keys or pointer. */
export function ChoiceList(props: ChoiceListProps) {
  const { label, chosen, isMany, isSearching = false, onToggle } = props;
  const listId = useId();
  const { list, search, change, onKeyDown, found, at } = useSearch(props);
  return (
    <div className="flex flex-col gap-1">
      <Input
        role="combobox"
        aria-label={label}
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={found[at] ? `${listId}-${at}` : undefined}
        autoComplete="off"
        value={search}
        placeholder={t('board.find')}
        onKeyDown={onKeyDown}
        onChange={(event) => change(event.target.value)}
      />
      <div
        ref={list}
        id={listId}
        role="listbox"
        tabIndex={-1}
        aria-label={label}
        aria-multiselectable={isMany}
        className="max-h-64 overflow-y-auto outline-none"
      >
        {found.map((choice, index) => (
          <ChoiceOption
            key={choice.id}
            id={`${listId}-${index}`}
            choice={choice}
            isChosen={chosen.includes(choice.id)}
            isAt={index === at}
            onToggle={onToggle}
          />
        ))}
      </div>
      {found.length === 0 && !isSearching && (
        <p className="px-2 py-1 text-sm text-muted">{t('board.noChoice')}</p>
      )}
    </div>
  );
}

interface ChoiceOptionProps {
  id: string;
  choice: Choice;
  isChosen: boolean;
  isAt: boolean;
  onToggle: (id: string) => void;
}

function ChoiceOption({ id, choice, isChosen, isAt, onToggle }: ChoiceOptionProps) {
  return (
    <button
      type="button"
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      // The focus stays in the search field.
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => onToggle(choice.id)}
      className={cx(
        'flex min-h-8 w-full items-center gap-2 rounded-inner px-2 py-1 text-left text-sm text-ink hover:bg-hover',
        isAt && 'bg-hover',
      )}
    >
      <span className="min-w-0 flex-1 truncate">{choice.drawn ?? choice.name}</span>
      {isChosen && <Check aria-hidden="true" className="size-4 text-accent-ink" />}
    </button>
  );
}
