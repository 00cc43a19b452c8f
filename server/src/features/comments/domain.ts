import type { RichText } from '@boardwire/contract/rich-text';

type Inlines = Extract<RichText['blocks'][number], { inlines: unknown }>['inlines'];

/** Whom a document mentions, each once. */
export function mentionsOf(document: RichText): string[] {
  const mentioned = inlinesOf(document).flatMap((inline) =>
    inline.kind === 'mention' ? [inline.userId] : [],
  );
  return [...new Set(mentioned)];
}

/** True when a document shows nothing. */
export function isEmpty(document: RichText): boolean {
  const hasCode = document.blocks.some(
    (block) => block.kind === 'code' && block.text.trim() !== '',
  );
  if (hasCode) return false;
  return inlinesOf(document).every((inline) => inline.kind === 'text' && inline.text.trim() === '');
}

function inlinesOf({ blocks }: RichText): Inlines {
  return blocks.flatMap((block) => {
    if ('inlines' in block) return block.inlines;
    return 'items' in block ? block.items.flat() : [];
  });
}
