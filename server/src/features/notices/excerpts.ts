import { noticeLimits } from '@boardwire/contract/notices';
import type { RichText } from '@boardwire/contract/rich-text';

type Inline = Extract<RichText['blocks'][number], { inlines: unknown }>['inlines'][number];

/** Whom a text names, each once. */
export function mentionsIn(document: RichText): string[] {
  const mentioned = linesOf(document).flatMap((line) =>
    line.flatMap((inline) => (inline.kind === 'mention' ? [inline.userId] : [])),
  );
  return [...new Set(mentioned)];
}

/** The beginning of a text on one line, with the names of those whom it mentions. */
export function excerptOf(document: RichText, names: ReadonlyMap<string, string>): string {
  return cut(linesOf(document).map((line) => lineText(line, names)));
}

/** The lines of a text that name somebody. */
export function excerptNaming(
  document: RichText,
  userId: string,
  names: ReadonlyMap<string, string>,
): string {
  const lines = linesOf(document).filter((line) =>
    line.some((inline) => inline.kind === 'mention' && inline.userId === userId),
  );
  return cut(lines.map((line) => lineText(line, names)));
}

function lineText(line: readonly Inline[], names: ReadonlyMap<string, string>): string {
  return line
    .map((inline) => (inline.kind === 'text' ? inline.text : `@${names.get(inline.userId) ?? '…'}`))
    .join('');
}

function linesOf({ blocks }: RichText): Inline[][] {
  return blocks.flatMap((block): Inline[][] => {
    if ('inlines' in block) return [block.inlines];
    if ('items' in block) return block.items;
    return [[{ kind: 'text', text: block.text }]];
  });
}

/** Whole characters: half of one would be refused by the database. */
function cut(lines: readonly string[]): string {
  const text = lines.join(' ').replace(/\s+/gu, ' ').trim();
  const characters = [...text];
  if (characters.length <= noticeLimits.excerptLength) return text;
  return `${characters.slice(0, noticeLimits.excerptLength - 1).join('')}…`;
}
