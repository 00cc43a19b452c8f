import { Extension } from '@tiptap/core';
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from 'y-prosemirror';
import * as Y from 'yjs';

/** Where somebody types: an id of the document as presence carries it, `[client, clock × 2 + (0 item, 1 type)]`. */
export type Caret = [number, number];

/** A caret, and where what is selected begins. */
export interface Selected {
  caret: Caret;
  anchor?: Caret | undefined;
}

/** Somebody else's caret. */
export interface RemoteCaret extends Selected {
  key: string;
  name: string;
  hue: number;
}

interface Binding {
  doc: Y.Doc;
  type: Y.XmlFragment;
  mapping: Map<Y.AbstractType<unknown>, never>;
}

interface CaretState {
  carets: readonly RemoteCaret[];
  drawn: DecorationSet;
}

const key = new PluginKey<CaretState>('carets');
/** Presence is for people, not for cameras. */
const REPORT_EVERY_MS = 150;

function bindingOf(state: EditorState): Binding | undefined {
  const sync = ySyncPluginKey.getState(state) as { binding?: Binding | null } | undefined;
  return sync?.binding ?? undefined;
}

/** One's own caret and selection; null where the text is empty. */
export function readCaret(state: EditorState): Selected | null {
  const { head, anchor, empty } = state.selection;
  const caret = place(state, head);
  if (caret === null) return null;
  const start = empty ? null : place(state, anchor);
  return { caret, ...(start && { anchor: start }) };
}

function place(state: EditorState, at: number): Caret | null {
  const binding = bindingOf(state);
  if (!binding) return null;
  const { doc, type, mapping } = binding;
  if (type.doc !== doc) return null;
  const position = absolutePositionToRelativePosition(at, type, mapping) as Y.RelativePosition;
  const isItem = position.item !== null;
  const id = position.item ?? position.type;
  return id === null ? null : [id.client, id.clock * 2 + (isItem ? 0 : 1)];
}

function locate(state: EditorState, [client, coded]: Caret): number | null {
  const binding = bindingOf(state);
  if (!binding) return null;
  const id = Y.createID(client, Math.floor(coded / 2));
  const isType = coded % 2 === 1;
  const position = new Y.RelativePosition(isType ? id : null, null, isType ? null : id);
  try {
    const { doc, type, mapping } = binding;
    return relativePositionToAbsolutePosition(doc, type, position, mapping);
  } catch {
    // The text there has not come yet.
    return null;
  }
}

function draw({ name, hue }: RemoteCaret): HTMLElement {
  const caret = document.createElement('span');
  caret.className = 'remote-caret person-hue';
  caret.style.setProperty('--person-hue', String(hue));
  const label = document.createElement('span');
  label.className = 'remote-caret-name person-name';
  label.textContent = name;
  // A character without width keeps the caret in the line.
  caret.append('\u2060', label);
  caret.setAttribute('aria-hidden', 'true');
  return caret;
}

function decorate(state: EditorState, carets: readonly RemoteCaret[]): DecorationSet {
  return DecorationSet.create(
    state.doc,
    carets.flatMap((caret) => decorateOne(state, caret)),
  );
}

function decorateOne(state: EditorState, remote: RemoteCaret): Decoration[] {
  const { key: tab, name, hue, caret, anchor } = remote;
  const size = state.doc.content.size;
  const at = locate(state, caret);
  if (at === null || at > size) return [];
  const widget = Decoration.widget(at, () => draw(remote), { key: `${tab} ${name}`, side: 10 });
  const start = anchor === undefined ? null : locate(state, anchor);
  if (start === null || start === at || start > size) return [widget];
  const look = { class: 'remote-selection person-hue', style: `--person-hue: ${hue}` };
  return [Decoration.inline(Math.min(start, at), Math.max(start, at), look), widget];
}

/** Shows where others type. Between two words of theirs a caret moves along with the text. */
export const Carets = Extension.create<{ onMove: (selected: Selected | null) => void }>({
  name: 'carets',
  addOptions: () => ({ onMove: () => undefined }),
  addProseMirrorPlugins() {
    const { onMove } = this.options;
    return [
      new Plugin<CaretState>({
        key,
        state: { init: () => ({ carets: [], drawn: DecorationSet.empty }), apply: applyCarets },
        props: { decorations: (state) => key.getState(state)?.drawn },
        view: () => createReporter(onMove),
      }),
    ];
  },
});

function applyCarets(
  tr: EditorState['tr'],
  before: CaretState,
  _old: EditorState,
  state: EditorState,
): CaretState {
  const carets = (tr.getMeta(key) as readonly RemoteCaret[] | undefined) ?? before.carets;
  // What comes from others replaces the whole text, so that nothing in it can be followed.
  const isForeign = tr.getMeta(ySyncPluginKey) !== undefined;
  if (carets !== before.carets || isForeign) return { carets, drawn: decorate(state, carets) };
  return { carets, drawn: before.drawn.map(tr.mapping, tr.doc) };
}

/** Tells where one's own caret is whenever it has moved. */
function createReporter(onMove: (selected: Selected | null) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const report = (view: EditorView) => {
    timer = undefined;
    if (view.hasFocus()) onMove(readCaret(view.state));
  };
  return {
    update(view: EditorView, before: EditorState) {
      const isMoved = !view.state.selection.eq(before.selection) || view.state.doc !== before.doc;
      if (isMoved && view.hasFocus()) timer ??= setTimeout(() => report(view), REPORT_EVERY_MS);
    },
    destroy: () => clearTimeout(timer),
  };
}

/** Shows these carets from now on. */
export function showCarets(view: EditorView, carets: readonly RemoteCaret[]): void {
  view.dispatch(view.state.tr.setMeta(key, carets).setMeta('addToHistory', false));
}
