import { cx } from '../../ui/cx.ts';

interface CodeBlockProps {
  code: string;
  className?: string;
}

/** Code or data as it is, in a frame that scrolls. */
export function CodeBlock({ code, className }: CodeBlockProps) {
  return (
    <pre
      translate="no"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keys scroll it
      tabIndex={0}
      className={cx(
        'overflow-auto rounded border border-line bg-sunken p-3 font-mono text-xs leading-5 text-ink',
        className,
      )}
    >
      {code}
    </pre>
  );
}
