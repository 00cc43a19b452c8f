import type { Editor } from '@tiptap/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { cx } from '../../../../ui/cx.ts';
import { usePeople } from '../../people.tsx';
import { readCaret, type RemoteCaret, type Selected, showCarets } from './carets.ts';
import { createEditor, type Source } from './create-editor.ts';
import type { Suggestion } from './suggest.ts';
import { SuggestList, type SuggestListHandle } from './suggest-list.tsx';
import { Toolbar } from './toolbar.tsx';

export interface RichEditorProps {
  label: string;
  placeholder: string;
  /** Bound once: another text needs another editor. */
  source: Source;
  isEditable: boolean;
  isFocused?: boolean;
  carets?: readonly RemoteCaret[];
  className?: string;
  /** Beside the buttons for formats. */
  footer?: ReactNode;
  /** Hears of the text as JSON of the editor. */
  onUpdate?: (editor: Editor) => void;
  onFocus?: (isFocused: boolean) => void;
  onSubmit?: () => void;
  /** Escape, when no list has used it. */
  onEscape?: () => void;
}

const NO_CARETS: readonly RemoteCaret[] = [];

/** A text with formats, links, lists and mentions; Markdown, `/` and `@` work while one types (web W16). */
export function RichEditor(props: RichEditorProps) {
  const { carets = NO_CARETS, isEditable, className, footer } = props;
  const { host, editor, suggestion, list, isActive } = useEditor(props);
  useEffect(() => editor?.setEditable(isEditable, false), [editor, isEditable]);
  useEffect(() => {
    if (editor) showCarets(editor.view, carets);
  }, [editor, carets]);
  useNames(editor);
  return (
    <div className={cx('rich-text', className)}>
      <div ref={host} />
      {editor && isEditable && (footer !== undefined || isActive) && (
        <div className="flex flex-wrap items-center gap-1 pt-1">
          <Toolbar editor={editor} />
          {footer}
        </div>
      )}
      {editor && suggestion && <SuggestList ref={list} editor={editor} suggestion={suggestion} />}
    </div>
  );
}

/** What an editor calls back is always the newest. */
function useLatest<Value>(value: Value): { readonly current: Value } {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}

/** Makes the editor once. */
function useEditor(props: RichEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const list = useRef<SuggestListHandle>(null);
  const latest = useLatest(props);
  const { nameOf } = usePeople();
  const names = useLatest(nameOf);
  const [editor, setEditor] = useState<Editor>();
  const [suggestion, setSuggestion] = useState<Suggestion | null>(null);
  const [isActive, setActive] = useState(false);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const { source, isFocused = false, onSubmit, onEscape, ...words } = latest.current;
    const made = createEditor({
      ...words,
      element,
      source: source.kind === 'own' ? source : withCaret(source, latest),
      className: 'rich-text-body',
      nameOf: (userId) => names.current(userId),
      onChange: setSuggestion,
      onKey: (event) => list.current?.onKey(event) ?? false,
      onUpdate: (changed) => latest.current.onUpdate?.(changed),
      onFocus: (hasFocus) => {
        setActive(hasFocus);
        if (hasFocus && source.kind === 'shared') source.onCaret(readCaret(made.state));
        latest.current.onFocus?.(hasFocus);
      },
      ...(onSubmit && { onSubmit: () => latest.current.onSubmit?.() }),
      ...(onEscape && { onEscape: () => latest.current.onEscape?.() }),
    });
    if (isFocused) made.commands.focus('end');
    setEditor(made);
    return () => {
      setEditor(undefined);
      made.destroy();
    };
  }, [latest, names]);
  return { host, editor, suggestion, list, isActive };
}

function withCaret(
  source: Extract<Source, { kind: 'shared' }>,
  latest: { readonly current: RichEditorProps },
): Source {
  return {
    ...source,
    onCaret(selected: Selected | null) {
      const { source: newest } = latest.current;
      if (newest.kind === 'shared') newest.onCaret(selected);
    },
  };
}

/** Names come later than texts, and change: mentions are drawn anew without an edit. */
function useNames(editor: Editor | undefined): void {
  const { nameOf } = usePeople();
  useEffect(() => {
    if (!editor) return;
    for (const mention of editor.view.dom.querySelectorAll<HTMLElement>('[data-mention]')) {
      const text = `@${nameOf(mention.dataset['mention'])}`;
      if (mention.textContent !== text) mention.textContent = text;
    }
  }, [editor, nameOf]);
}
