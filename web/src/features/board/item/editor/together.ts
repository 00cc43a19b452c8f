import { Extension } from '@tiptap/core';
import type { Plugin } from '@tiptap/pm/state';
import { redo, undo, ySyncPlugin, yUndoPlugin } from 'y-prosemirror';
import type * as Y from 'yjs';

/** Binds the editor to a shared document; undo takes back what was typed here, never what others typed. */
export const Together = Extension.create<{ content: Y.XmlFragment | null }>({
  name: 'together',
  priority: 1_000,
  addOptions: () => ({ content: null }),
  addKeyboardShortcuts() {
    const run = (command: typeof undo) => () => {
      command(this.editor.state);
      // Also with nothing to take back: the board's own undo is not meant while one types.
      return true;
    };
    return { 'Mod-z': run(undo), 'Mod-y': run(redo), 'Mod-Shift-z': run(redo) };
  },
  addProseMirrorPlugins() {
    const { content } = this.options;
    return content === null ? [] : ([ySyncPlugin(content), yUndoPlugin()] as Plugin[]);
  },
});
