import { Extension, InputRule, markInputRule } from '@tiptap/core';
import { toggleMark } from '@tiptap/pm/commands';
import type { Node as PmNode } from '@tiptap/pm/model';
import { type Command, type EditorState, Plugin, TextSelection } from '@tiptap/pm/state';
import {
  type BlockKind,
  flattenBlock,
  leaveBlock,
  leaveCode,
  splitQuote,
  toggleBlock,
} from './blocks.ts';
import { isSafeLink } from './schema.ts';

/** What begins a block when a space follows it at the beginning of a line. */
const BLOCK_STARTS: readonly [RegExp, BlockKind][] = [
  [/^\s*[-*+]\s$/, 'bullets'],
  [/^\s*1[.)]\s$/, 'numbers'],
  [/^\s*>\s$/, 'quote'],
  [/^```\s$/, 'codeBlock'],
];

/** What encloses text of a mark, as in Markdown. */
const MARK_SIGNS: readonly [RegExp, string][] = [
  [/(?:^|\s)(\*\*(?!\s)([^*]+)(?<!\s)\*\*)$/, 'bold'],
  [/(?:^|\s)(__(?!\s)([^_]+)(?<!\s)__)$/, 'bold'],
  [/(?:^|\s)(\*(?!\s)([^*]+)(?<!\s)\*)$/, 'italic'],
  [/(?:^|\s)(_(?!\s)([^_]+)(?<!\s)_)$/, 'italic'],
  [/(?:^|\s)(~~(?!\s)([^~]+)(?<!\s)~~)$/, 'strike'],
  [/(?:^|\s)(`([^`]+)`)$/, 'code'],
];

/** `[text](address)` */
const LINK_SIGN = /(?:^|\s)(\[([^\]]+)\]\(([^)\s]+)\))$/;

/** Markdown while one types, and the keys of an editor (web W16). */
export const Typing = Extension.create({
  name: 'typing',
  addInputRules() {
    const { schema } = this.editor;
    const blocks = BLOCK_STARTS.map(
      ([find, kind]) =>
        new InputRule({
          find,
          handler({ state, range }) {
            if (state.selection.$from.parent.type.name !== 'paragraph') return null;
            state.tr.delete(range.from, range.to);
            toggleBlock(kind)(state, () => undefined);
            return undefined;
          },
        }),
    );
    const marks = MARK_SIGNS.flatMap(([find, name]) => {
      const type = schema.marks[name];
      return type ? [markInputRule({ find, type })] : [];
    });
    return [...blocks, ...marks, createLinkRule()];
  },
  addKeyboardShortcuts() {
    const run = (command: Command) => () =>
      command(this.editor.state, (tr) => this.editor.view.dispatch(tr), this.editor.view);
    const mark = (name: string) => {
      const type = this.editor.schema.marks[name];
      return type ? run(toggleMark(type)) : () => false;
    };
    return {
      'Mod-b': mark('bold'),
      'Mod-i': mark('italic'),
      'Mod-Shift-s': mark('strike'),
      'Mod-e': mark('code'),
      'Mod-Shift-7': run(toggleBlock('numbers')),
      'Mod-Shift-8': run(toggleBlock('bullets')),
      'Mod-Shift-9': run(toggleBlock('quote')),
      Enter: () => [leaveBlock, leaveCode, splitQuote].some((command) => run(command)()),
      Backspace: run(flattenBlock),
    };
  },
  addProseMirrorPlugins: () => [new Plugin({ props: { handlePaste } })],
});

function createLinkRule(): InputRule {
  return new InputRule({
    find: LINK_SIGN,
    handler({ state, range, match }) {
      const [, sign = '', text = '', href = ''] = match;
      const link = state.schema.marks['link'];
      if (!link || !isSafeLink(href)) return null;
      const from = range.to - sign.length + 1;
      state.tr.replaceWith(from, range.to, state.schema.text(text, [link.create({ href })]));
      state.tr.removeStoredMark(link);
      return undefined;
    },
  });
}

type View = { state: EditorState; dispatch: (tr: EditorState['tr']) => void };

/** An address pasted over text links it; alone it becomes a link of its own. */
function handlePaste(view: View, event: ClipboardEvent): boolean {
  const pasted = event.clipboardData?.getData('text/plain').trim() ?? '';
  const { state } = view;
  const link = state.schema.marks['link'];
  const { $from, $to, from, to, empty } = state.selection;
  const takesMarks = (node: PmNode) => link !== undefined && node.type.allowsMarkType(link);
  if (!link || /\s/.test(pasted) || !isSafeLink(pasted)) return false;
  if (!$from.sameParent($to) || !takesMarks($from.parent)) return false;
  const mark = link.create({ href: pasted });
  const { tr } = state;
  if (empty) tr.replaceSelectionWith(state.schema.text(pasted, [mark]), false);
  else tr.addMark(from, to, mark).setSelection(TextSelection.create(tr.doc, to));
  view.dispatch(tr.removeStoredMark(link).scrollIntoView());
  return true;
}
