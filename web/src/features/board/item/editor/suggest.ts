import { Extension } from '@tiptap/core';
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';

/** What is being typed after `@` or `/`. */
export interface Suggestion {
  sign: '@' | '/';
  query: string;
  from: number;
  to: number;
  /** Where the sign stands in the window, CSS pixels. */
  rect: { left: number; top: number; bottom: number };
}

export interface SuggestOptions {
  onChange: (suggestion: Suggestion | null) => void;
  /** True when the list has used the key. */
  onKey: (event: KeyboardEvent) => boolean;
}

interface Typed {
  sign: '@' | '/';
  query: string;
  from: number;
  to: number;
}

/** Longest name that is looked for. */
const MAX_QUERY = 30;
const SIGN = new RegExp(
  String.raw`(?:^|[\s(])([@/])([\p{L}\p{N}][\p{L}\p{N}'. -]{0,${MAX_QUERY}})?$`,
  'u',
);

function findTyped({ selection }: EditorState): Typed | null {
  const { $from, empty, from } = selection;
  if (!empty || $from.parent.type.spec.code) return null;
  const before = $from.parent.textBetween(0, $from.parentOffset, '\n', '\uFFFC');
  const match = SIGN.exec(before);
  if (!match) return null;
  const [, sign, query = ''] = match;
  return { sign: sign as '@' | '/', query, from: from - query.length - 1, to: from };
}

interface SuggestState {
  typed: Typed | null;
  /** Where a list was left by Escape: it stays away until another sign is typed. */
  leftAt: number | null;
}

const key = new PluginKey<SuggestState>('suggest');

/** Watches for `@` and `/`, and hands keys to the list that is shown for them (web W16). */
export const Suggest = Extension.create<SuggestOptions>({
  name: 'suggest',
  priority: 1_000,
  addOptions: () => ({ onChange: () => undefined, onKey: () => false }),
  addProseMirrorPlugins() {
    const { onChange, onKey } = this.options;
    return [
      new Plugin<SuggestState>({
        key,
        state: { init: () => ({ typed: null, leftAt: null }), apply: applyTyped },
        props: {
          handleKeyDown(view, event) {
            if (!key.getState(view.state)?.typed) return false;
            if (event.key !== 'Escape') return onKey(event);
            // It backs out of the list alone (web W8).
            event.preventDefault();
            event.stopPropagation();
            view.dispatch(view.state.tr.setMeta(key, 'leave'));
            return true;
          },
        },
        view: () => ({
          update: (view, before) => tellTyped(view, before, onChange),
          destroy: () => onChange(null),
        }),
      }),
    ];
  },
});

function applyTyped(
  tr: EditorState['tr'],
  before: SuggestState,
  _old: EditorState,
  state: EditorState,
): SuggestState {
  const typed = findTyped(state);
  if (tr.getMeta(key) === 'leave') return { typed: null, leftAt: before.typed?.from ?? null };
  const leftAt = before.leftAt === null ? null : tr.mapping.map(before.leftAt);
  // Only typing opens a list: a caret that is moved behind a sign does not.
  const isOpen = before.typed !== null || tr.docChanged;
  if (typed === null) return { typed: null, leftAt: null };
  return { typed: isOpen && typed.from !== leftAt ? typed : null, leftAt };
}

function tellTyped(
  view: EditorView,
  before: EditorState,
  onChange: SuggestOptions['onChange'],
): void {
  const typed = key.getState(view.state)?.typed ?? null;
  if (key.getState(before)?.typed === typed) return;
  if (typed === null || !view.hasFocus()) return onChange(null);
  const { left, top, bottom } = view.coordsAtPos(typed.from);
  onChange({ ...typed, rect: { left, top, bottom } });
}
