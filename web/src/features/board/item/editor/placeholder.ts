import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';

/** Words in an empty text that say what it is for. */
export const Placeholder = Extension.create<{ text: string }>({
  name: 'placeholder',
  addOptions: () => ({ text: '' }),
  addProseMirrorPlugins() {
    const { text } = this.options;
    return [
      new Plugin({
        props: {
          decorations({ doc }) {
            const { firstChild } = doc;
            const isEmpty = doc.childCount === 1 && firstChild?.content.size === 0;
            if (!isEmpty || firstChild.type.name !== 'paragraph') return null;
            const words = Decoration.node(0, firstChild.nodeSize, { 'data-placeholder': text });
            return DecorationSet.create(doc, [words]);
          },
        },
      }),
    ];
  },
});
