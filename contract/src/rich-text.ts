import { z } from 'zod';

/** Longest text of one document, in characters, and most nodes (security S37: a checked tree, not HTML). */
const COMMENT: TreeLimits = {
  characters: 20_000,
  blocks: 500,
  inlines: 1_000,
  listItems: 200,
  lines: 100_000,
};
/** A long text is bounded by its size, 1 MB (live L21); a tree of many short lines costs more than its bytes. */
const LONG_TEXT: TreeLimits = {
  characters: 1_000_000,
  blocks: 5_000,
  inlines: 5_000,
  listItems: 5_000,
  lines: 5_000,
};

interface TreeLimits {
  characters: number;
  blocks: number;
  /** Of one line. */
  inlines: number;
  /** Of one list. */
  listItems: number;
  /** Blocks and entries of lists together. */
  lines: number;
}

/** Addresses that a link may lead to (security S37). */
const href = z
  .string()
  .max(2_048)
  .refine((value) => /^(https?:\/\/|mailto:|tel:)/i.test(value) && isUrl(value), {
    message: 'A link starts with https://, http://, mailto: or tel:',
  });

const marks = z
  .array(z.enum(['bold', 'italic', 'strike', 'code']))
  .max(4)
  .optional();
const mention = z.strictObject({ kind: z.literal('mention'), userId: z.uuid() });

/** A tree that holds nothing but text with marks, links, mentions and lists. */
function createTree(limits: TreeLimits) {
  const characters = z.string().max(limits.characters);
  const text = z.strictObject({
    kind: z.literal('text'),
    text: characters,
    marks,
    href: href.optional(),
  });
  const inlines = z.array(z.discriminatedUnion('kind', [text, mention])).max(limits.inlines);
  const block = z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(['paragraph', 'quote']), inlines }),
    z.strictObject({
      kind: z.enum(['bullets', 'numbers']),
      items: z.array(inlines).max(limits.listItems),
    }),
    z.strictObject({ kind: z.literal('code'), text: characters }),
  ]);
  return z
    .strictObject({ blocks: z.array(block).max(limits.blocks) })
    .refine(
      ({ blocks }) => countLines(blocks) <= limits.lines,
      `At most ${limits.lines.toLocaleString('en')} lines`,
    )
    .refine(
      (document) => JSON.stringify(document).length <= 4 * limits.characters,
      `At most ${limits.characters.toLocaleString('en')} characters`,
    );
}

function countLines(blocks: readonly object[]): number {
  return blocks.reduce(
    (sum, block) => sum + ('items' in block ? (block.items as unknown[]).length : 1),
    0,
  );
}

/** Text with marks, links, mentions and lists, as a tree that holds nothing else. */
export const richText = createTree(COMMENT);

/** A checked document. */
export type RichText = z.output<typeof richText>;

/** The same tree as long as a long text may be: its document of edits is at most 1 MB (live L21). */
export const longRichText = createTree(LONG_TEXT);

/** In place of `URL.canParse`, which says no to letters such as ü once Node 20 or 22 has compiled it. */
function isUrl(text: string): boolean {
  try {
    return new URL(text).href !== '';
  } catch {
    return false;
  }
}
