import type { RichText } from '@boardwire/contract/rich-text';
import { Fragment, type ReactNode } from 'react';
import { t } from '../../../i18n/t.tsx';
import { usePeople } from '../people.tsx';

type Block = RichText['blocks'][number];
type Inline = Extract<Block, { kind: 'paragraph' | 'quote' }>['inlines'][number];

/** Whether a document shows nothing. */
export function isBlank({ blocks }: RichText): boolean {
  return blocks.every((block) => {
    if ('text' in block) return block.text.trim() === '';
    const lines = 'items' in block ? block.items : [block.inlines];
    return lines.flat().every((inline) => inline.kind === 'text' && inline.text.trim() === '');
  });
}

/** A checked document; elements are built from its nodes, never from markup in it (security S37). */
export function RichTextView({ document }: { document: RichText }) {
  return (
    <div className="rich-text-body text-base text-ink">
      {document.blocks.map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <Inlines inlines={block.inlines} />
        </p>
      );
    case 'quote':
      return (
        <blockquote>
          <Inlines inlines={block.inlines} />
        </blockquote>
      );
    case 'code':
      return (
        <pre>
          <code>{block.text}</code>
        </pre>
      );
    case 'bullets':
      return <ul>{listItems(block.items)}</ul>;
    case 'numbers':
      return <ol>{listItems(block.items)}</ol>;
  }
}

function listItems(items: readonly (readonly Inline[])[]): ReactNode {
  return items.map((inlines, index) => (
    <li key={index}>
      <Inlines inlines={inlines} />
    </li>
  ));
}

function Inlines({ inlines }: { inlines: readonly Inline[] }) {
  return inlines.map((inline, index) => (
    <Fragment key={index}>
      {inline.kind === 'mention' ? <Mention userId={inline.userId} /> : <Text inline={inline} />}
    </Fragment>
  ));
}

function Mention({ userId }: { userId: string }) {
  const { nameOf } = usePeople();
  return (
    <span className="rounded-inner bg-accent-soft px-1 font-medium text-accent-ink">
      {t('comments.mention', { name: nameOf(userId) })}
    </span>
  );
}

const MARKS: Readonly<Record<string, string>> = {
  bold: 'font-semibold',
  italic: 'italic',
  strike: 'line-through',
  code: 'rounded-inner bg-neutral-soft px-1 font-mono text-xs',
};

function Text({
  inline: { text, marks = [], href },
}: {
  inline: Extract<Inline, { kind: 'text' }>;
}) {
  const className = marks.map((mark) => MARKS[mark] ?? '').join(' ');
  if (href === undefined) return <span className={className}>{text}</span>;
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className={`${className} text-accent-ink underline underline-offset-2`}
    >
      {text}
    </a>
  );
}
