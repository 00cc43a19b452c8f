import type { Editor } from '@tiptap/core';
import {
  AtSign,
  List,
  ListOrdered,
  type LucideIcon,
  Pilcrow,
  Quote,
  SquareCode,
} from 'lucide-react';
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useState } from 'react';
import { createPortal } from 'react-dom';
import { t } from '../../../../i18n/t.tsx';
import { Avatar } from '../../../../ui/avatar.tsx';
import { cx } from '../../../../ui/cx.ts';
import { type BlockKind, kindAt, toggleBlock } from './blocks.ts';
import type { Suggestion } from './suggest.ts';
import { runIn } from './toolbar.tsx';
import { useMentionable } from './use-mentionable.ts';

/** How the editor hands its keys to the list. */
export interface SuggestListHandle {
  onKey: (event: KeyboardEvent) => boolean;
}

interface SuggestListProps {
  ref: Ref<SuggestListHandle>;
  editor: Editor;
  suggestion: Suggestion;
}

interface Entry {
  id: string;
  name: string;
  drawn: ReactNode;
  choose: () => void;
}

const LIST_ID = 'editor-suggestions';

const BLOCKS: readonly { kind: BlockKind; icon: LucideIcon }[] = [
  { kind: 'paragraph', icon: Pilcrow },
  { kind: 'bullets', icon: List },
  { kind: 'numbers', icon: ListOrdered },
  { kind: 'quote', icon: Quote },
  { kind: 'codeBlock', icon: SquareCode },
];

/** What `@` and `/` offer. The text keeps the focus; arrows move in the list, Enter and Tab choose. */
export function SuggestList(props: SuggestListProps) {
  return props.suggestion.sign === '@' ? <People {...props} /> : <Acts {...props} />;
}

/** Takes what was typed behind the sign away. */
function takeBack(editor: Editor, { from, to }: Suggestion): void {
  editor.view.dispatch(editor.state.tr.delete(from, to));
}

function People({ ref, editor, suggestion }: SuggestListProps) {
  const people = useMentionable(suggestion.query);
  const entries = people.map(({ id, name }) => ({
    id,
    name,
    drawn: <Avatar size="sm" name={name} seed={id} />,
    choose() {
      const mention = editor.schema.nodes['mention']?.create({ userId: id });
      if (!mention) return;
      const { from, to } = suggestion;
      const tr = editor.state.tr.replaceWith(from, to, [mention, editor.schema.text(' ')]);
      editor.view.dispatch(tr.scrollIntoView());
      editor.view.focus();
    },
  }));
  return (
    <Entries
      ref={ref}
      label={t('editor.people')}
      entries={entries}
      suggestion={suggestion}
      editor={editor}
    />
  );
}

function Acts({ ref, editor, suggestion }: SuggestListProps) {
  const wanted = suggestion.query.toLowerCase();
  const draw = (Icon: LucideIcon) => <Icon aria-hidden="true" className="size-4 text-muted" />;
  const blocks = BLOCKS.map(({ kind, icon }) => ({
    id: kind,
    name: t(`editor.${kind}`),
    drawn: draw(icon),
    choose() {
      takeBack(editor, suggestion);
      const current = kindAt(editor.state);
      const next = kind === 'paragraph' ? current : kind;
      if (current !== kind) runIn(editor, toggleBlock(next));
      else editor.view.focus();
    },
  }));
  const mention = {
    id: 'mention',
    name: t('editor.mention'),
    drawn: draw(AtSign),
    choose() {
      const { from, to } = suggestion;
      editor.view.dispatch(editor.state.tr.insertText('@', from, to));
      editor.view.focus();
    },
  };
  const entries = [...blocks, mention].filter(({ name }) => name.toLowerCase().includes(wanted));
  return (
    <Entries
      ref={ref}
      label={t('editor.acts')}
      entries={entries}
      suggestion={suggestion}
      editor={editor}
    />
  );
}

interface EntriesProps {
  ref: Ref<SuggestListHandle>;
  label: string;
  entries: readonly Entry[];
  suggestion: Suggestion;
  editor: Editor;
}

/** The chosen entry, for as long as the words stay the same. */
function useChosen({ ref, entries, suggestion, editor }: EntriesProps) {
  const [picked, setPicked] = useState({ query: suggestion.query, at: 0 });
  const at = picked.query === suggestion.query ? picked.at : 0;
  const chosen = Math.min(at, entries.length - 1);
  const pick = (index: number) => setPicked({ query: suggestion.query, at: index });
  useImperativeHandle(ref, () => ({
    onKey(event) {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      const takes = event.key === 'Enter' || event.key === 'Tab';
      if (entries.length === 0 || (step === 0 && !takes)) return false;
      event.preventDefault();
      if (takes) entries[chosen]?.choose();
      else pick((chosen + step + entries.length) % entries.length);
      return true;
    },
  }));
  const chosenId = entries[chosen]?.id;
  useEffect(() => {
    const { dom } = editor.view;
    dom.setAttribute('aria-controls', LIST_ID);
    if (chosenId !== undefined) dom.setAttribute('aria-activedescendant', `${LIST_ID}-${chosenId}`);
    return () => {
      dom.removeAttribute('aria-controls');
      dom.removeAttribute('aria-activedescendant');
    };
  }, [editor, chosenId]);
  return { chosen, pick };
}

function Entries(props: EntriesProps) {
  const { label, entries, suggestion } = props;
  const { chosen, pick } = useChosen(props);
  if (entries.length === 0) return null;
  return createPortal(
    <div
      id={LIST_ID}
      role="listbox"
      aria-label={label}
      className="fixed z-50 max-h-64 w-60 animate-in overflow-y-auto rounded bg-raised p-1 shadow-raised"
      style={placeList(suggestion, entries.length)}
    >
      {entries.map((entry, index) => (
        <button
          key={entry.id}
          id={`${LIST_ID}-${entry.id}`}
          type="button"
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          onMouseDown={(event) => event.preventDefault()}
          onMouseEnter={() => pick(index)}
          onClick={entry.choose}
          className={cx(
            'flex min-h-8 w-full items-center gap-2.5 rounded-inner px-2 text-left text-sm text-ink',
            index === chosen && 'bg-hover',
          )}
        >
          {entry.drawn}
          <span className="truncate">{entry.name}</span>
        </button>
      ))}
    </div>,
    document.body,
  );
}

const ROW_PX = 32;
const WIDTH_PX = 240;
const MAX_PX = 256;
const GAP_PX = 6;

/** Below the sign, or above it where there is no room. */
function placeList({ rect }: Suggestion, count: number) {
  const height = Math.min(count * ROW_PX + 8, MAX_PX);
  const isAbove = rect.bottom + GAP_PX + height > window.innerHeight && rect.top > height;
  const left = Math.max(8, Math.min(rect.left, window.innerWidth - WIDTH_PX - 8));
  return isAbove ? { left, top: rect.top - GAP_PX - height } : { left, top: rect.bottom + GAP_PX };
}
