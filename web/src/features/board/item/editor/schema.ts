import { Mark, mergeAttributes, Node } from '@tiptap/core';

/**
 * The nodes and marks of a text, named as in the document that the server keeps; it refuses everything else
 * (security S37). A list holds entries, an entry holds a line.
 */

const line = { content: 'inline*', whitespace: 'pre', defining: true } as const;

const Doc = Node.create({ name: 'doc', topNode: true, content: 'block+' });
const Text = Node.create({ name: 'text', group: 'inline' });

const Paragraph = Node.create({
  name: 'paragraph',
  group: 'block',
  ...line,
  priority: 1_000,
  parseHTML: () => [{ tag: 'p' }],
  renderHTML: ({ HTMLAttributes }) => ['p', HTMLAttributes, 0],
});

const Quote = Node.create({
  name: 'quote',
  group: 'block',
  ...line,
  parseHTML: () => [{ tag: 'blockquote' }],
  renderHTML: ({ HTMLAttributes }) => ['blockquote', HTMLAttributes, 0],
});

const CodeBlock = Node.create({
  name: 'codeBlock',
  group: 'block',
  content: 'text*',
  marks: '',
  code: true,
  defining: true,
  parseHTML: () => [{ tag: 'pre', preserveWhitespace: 'full' }],
  renderHTML: ({ HTMLAttributes }) => ['pre', HTMLAttributes, ['code', 0]],
});

const Bullets = Node.create({
  name: 'bullets',
  group: 'block',
  content: 'item+',
  parseHTML: () => [{ tag: 'ul' }],
  renderHTML: ({ HTMLAttributes }) => ['ul', HTMLAttributes, 0],
});

const Numbers = Node.create({
  name: 'numbers',
  group: 'block',
  content: 'item+',
  parseHTML: () => [{ tag: 'ol' }],
  renderHTML: ({ HTMLAttributes }) => ['ol', HTMLAttributes, 0],
});

const Item = Node.create({
  name: 'item',
  ...line,
  // Many pages put a paragraph into each entry: that is the entry's line then.
  parseHTML: () => [
    { tag: 'li > p', priority: 60 },
    { tag: 'li', getAttrs: (entry) => (entry.querySelector(':scope > p') ? false : null) },
  ],
  renderHTML: ({ HTMLAttributes }) => ['li', HTMLAttributes, 0],
});

const MENTION_CLASS = 'rounded-inner bg-accent-soft px-1 font-medium text-accent-ink';

/** A person within a line. Its name is looked up wherever it is shown, since people are renamed. */
const Mention = Node.create<{ nameOf: (userId: string) => string }>({
  name: 'mention',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: false,
  addOptions: () => ({ nameOf: () => '' }),
  addAttributes: () => ({
    userId: {
      default: '',
      parseHTML: (element) => element.getAttribute('data-mention'),
      renderHTML: ({ userId }) => ({ 'data-mention': String(userId) }),
    },
  }),
  parseHTML: () => [{ tag: 'span[data-mention]' }],
  renderHTML({ node, HTMLAttributes }) {
    const name = this.options.nameOf(String(node.attrs['userId']));
    return ['span', mergeAttributes({ class: MENTION_CLASS }, HTMLAttributes), `@${name}`];
  },
  renderText({ node }) {
    return `@${this.options.nameOf(String(node.attrs['userId']))}`;
  },
});

/** A mark that carries nothing. */
function createMark(name: string, tag: string, tags: readonly string[]) {
  return Mark.create({
    name,
    parseHTML: () => tags.map((each) => ({ tag: each })),
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  });
}

const Link = Mark.create({
  name: 'link',
  priority: 1_100,
  inclusive: false,
  addAttributes: () => ({ href: { default: '' } }),
  parseHTML: () => [
    {
      tag: 'a[href]',
      getAttrs: (element) => (isSafeLink(element.getAttribute('href') ?? '') ? null : false),
    },
  ],
  renderHTML: ({ HTMLAttributes }) => [
    'a',
    mergeAttributes(HTMLAttributes, { rel: 'noopener noreferrer', target: '_blank' }),
    0,
  ],
});

/** Whether a link may lead there (security S37). */
export function isSafeLink(href: string): boolean {
  return href.length <= 2_048 && /^(https?:\/\/|mailto:|tel:)/i.test(href) && URL.canParse(href);
}

/** Nodes and marks; `nameOf` tells the names behind mentions. */
export function createNodes(nameOf: (userId: string) => string) {
  return [
    Doc,
    Text,
    Paragraph,
    Quote,
    CodeBlock,
    Bullets,
    Numbers,
    Item,
    Mention.configure({ nameOf }),
    Link,
    createMark('bold', 'strong', ['strong', 'b']),
    createMark('italic', 'em', ['em', 'i']),
    createMark('strike', 's', ['s', 'del', 'strike']),
    createMark('code', 'code', ['code']),
  ];
}
