import { type ReactNode, useEffect, useRef } from 'react';

/** The look of such a link. */
export const pageLinkClass = [
  '-mb-px flex h-9 shrink-0 items-center border-b-2 border-transparent px-2.5 text-sm font-medium text-muted',
  'transition-colors hover:text-ink focus-visible:-outline-offset-2',
  'aria-[current=page]:border-accent aria-[current=page]:text-ink',
].join(' ');

/** The ways between pages of one subject, below the head of each; its links are items of a list. */
export function PageLinks({ label, children }: { label: string; children: ReactNode }) {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the way that leads here may stand beyond the edge.
    const here = nav.current?.querySelector('[aria-current="page"]');
    here?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, []);
  return (
    <nav ref={nav} aria-label={label} className="overflow-x-auto">
      <ul className="flex min-w-max gap-1 border-b border-line">{children}</ul>
    </nav>
  );
}
