import { Search, X } from 'lucide-react';
import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Action } from '../../../app/actions.ts';
import { useActions } from '../../../app/use-actions.ts';
import { t } from '../../../i18n/t.tsx';
import { cx } from '../../../ui/cx.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { useViews } from './view-provider.tsx';

/** Typing pauses this long before the board is searched, in milliseconds. */
const PAUSE_MS = 80;

/** What is typed, and the search that follows it. */
function useQuery() {
  const { view, search } = useViews();
  const [text, setText] = useState(view.query);
  const sent = useRef(view.query);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    // A link or the way back brought another search.
    if (view.query !== sent.current) setText(view.query);
    sent.current = view.query;
  }, [view.query]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = next.trim();
      search(next.trim());
    }, PAUSE_MS);
  };
  return { text, type };
}

/** The search goes to the field: `/`, and `Ctrl/⌘ F`; once there, the browser's own find opens (web W14). */
function useSearchKeys(input: RefObject<HTMLInputElement | null>): void {
  const focus = useCallback(() => {
    input.current?.focus();
    input.current?.select();
  }, [input]);
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'board.filter',
        title: t('views.search'),
        group: 'view',
        icon: Search,
        run: focus,
      },
    ],
    [focus],
  );
  useActions(actions);
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const isFind = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!isFind || event.key.toLowerCase() !== 'f' || event.defaultPrevented) return;
      if (
        document.activeElement === input.current ||
        document.querySelector('[role="dialog"][aria-modal]')
      )
        return;
      event.preventDefault();
      focus();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [focus, input]);
}

/** Searches all items of the board, those out of sight included. In a narrow window it takes the line while it is typed into. */
export function SearchField() {
  const input = useRef<HTMLInputElement>(null);
  const { text, type } = useQuery();
  useSearchKeys(input);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    if (text === '') input.current?.blur();
    else type('');
  };
  return (
    <div
      role="search"
      className="relative flex items-center max-md:focus-within:absolute max-md:focus-within:inset-x-0 max-md:focus-within:z-10 max-md:focus-within:bg-surface"
    >
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute left-2 size-4 text-muted"
      />
      <input
        ref={input}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        aria-label={t('views.search')}
        placeholder={t('views.searchShort')}
        value={text}
        autoComplete="off"
        onKeyDown={onKeyDown}
        onChange={(event) => type(event.target.value)}
        className={cx(
          'h-7 rounded bg-transparent pl-7.5 text-sm text-ink transition-[width] hover:bg-hover focus:bg-surface max-md:transition-none max-md:focus:w-full',
          text === ''
            ? 'w-30 pr-2 focus:w-44 max-md:not-focus:w-8 max-md:not-focus:px-0 max-md:not-focus:placeholder:text-transparent'
            : 'w-44 bg-accent-soft pr-7 max-md:not-focus:w-20',
        )}
      />
      {text !== '' && (
        <ClearButton
          onClear={() => {
            type('');
            input.current?.focus();
          }}
        />
      )}
    </div>
  );
}

function ClearButton({ onClear }: { onClear: () => void }) {
  return (
    <span className="absolute right-0.5">
      <IconButton
        icon={X}
        size="iconSm"
        className="size-6!"
        label={t('views.clearSearch')}
        onClick={onClear}
      />
    </span>
  );
}
