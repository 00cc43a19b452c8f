import type { LucideIcon } from 'lucide-react';
import { Button, type ButtonProps } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';

interface ToolButtonProps extends Omit<ButtonProps, 'children'> {
  icon: LucideIcon;
  /** The accessible name, with what is set. */
  label: string;
  text: string;
  /** How much is set; none is not shown. */
  count?: number;
}

/** A tool of the view: quiet until it is in use, and only its sign on phones. */
export function ToolButton({ icon: Icon, label, text, count = 0, ...rest }: ToolButtonProps) {
  const isUsed = count > 0;
  return (
    <Button
      variant="ghost"
      size="sm"
      aria-label={label}
      className={cx('px-2!', isUsed && 'bg-accent-soft text-accent-ink!')}
      {...rest}
    >
      <Icon aria-hidden="true" />
      <span className="max-lg:hidden">{text}</span>
      {isUsed && (
        // The label says it already; drawn by a rule, it is no text of the button.
        <span
          data-count={count}
          className="grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-xs leading-none text-on-accent tabular-nums after:content-[attr(data-count)]"
        />
      )}
    </Button>
  );
}
