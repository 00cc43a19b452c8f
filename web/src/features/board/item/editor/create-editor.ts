import { Editor, Extension, type JSONContent } from '@tiptap/core';
import { history, redo, undo } from '@tiptap/pm/history';
import type * as Y from 'yjs';
import { type Selected, Carets } from './carets.ts';
import { Placeholder } from './placeholder.ts';
import { createNodes } from './schema.ts';
import { Suggest, type SuggestOptions } from './suggest.ts';
import { Together } from './together.ts';
import { toContent } from './tree.ts';
import { Typing } from './typing.ts';

/** What the text of an editor is bound to. */
export type Source =
  | { kind: 'own'; content: JSONContent }
  | { kind: 'shared'; content: Y.XmlFragment; onCaret: (selected: Selected | null) => void };

interface EditorParts extends SuggestOptions {
  element: HTMLElement;
  label: string;
  placeholder: string;
  className: string;
  isEditable: boolean;
  source: Source;
  nameOf: (userId: string) => string;
  onUpdate: (editor: Editor) => void;
  onFocus?: (isFocused: boolean) => void;
  /** Ctrl+Enter. */
  onSubmit?: () => void;
  onEscape?: () => void;
}

/** Undo for a text that is nobody else's. */
const History = Extension.create({
  name: 'history',
  addKeyboardShortcuts() {
    const run = (command: typeof undo) => () =>
      command(this.editor.state, (tr) => this.editor.view.dispatch(tr)) || true;
    return { 'Mod-z': run(undo), 'Mod-y': run(redo), 'Mod-Shift-z': run(redo) };
  },
  addProseMirrorPlugins: () => [history()],
});

type Keys = Readonly<Record<string, (() => void) | undefined>>;

/** Keys that leave the text. They come after those of its lists, which have a higher priority. */
function createLeaving(keys: Keys) {
  const run = (name: string) => () => {
    keys[name]?.();
    return keys[name] !== undefined;
  };
  return Extension.create({
    name: 'leaving',
    priority: 900,
    addKeyboardShortcuts: () =>
      Object.fromEntries(Object.keys(keys).map((name) => [name, run(name)])),
  });
}

/** Creates an editor. Its styles are ours: the library's own would be a style element, which the policy refuses. */
export function createEditor(parts: EditorParts): Editor {
  const { element, source, label, className, onChange, onKey, onFocus, onSubmit, onEscape } = parts;
  return new Editor({
    element,
    injectCSS: false,
    editable: parts.isEditable,
    // Never text: the library would read it as markup, which the policy refuses.
    content: source.kind === 'own' ? source.content : toContent({ blocks: [] }),
    extensions: [
      ...createNodes(parts.nameOf),
      Typing,
      Suggest.configure({ onChange, onKey }),
      Placeholder.configure({ text: parts.placeholder }),
      createLeaving({ 'Mod-Enter': onSubmit, Escape: onEscape }),
      ...(source.kind === 'own'
        ? [History]
        : [
            Together.configure({ content: source.content }),
            Carets.configure({ onMove: source.onCaret }),
          ]),
    ],
    editorProps: {
      attributes: {
        'aria-label': label,
        role: 'textbox',
        'aria-multiline': 'true',
        class: className,
      },
    },
    onUpdate: ({ editor }) => parts.onUpdate(editor),
    onFocus: () => onFocus?.(true),
    onBlur: () => onFocus?.(false),
  });
}
