import type { LucideIcon } from 'lucide-react';
import { Button, type ButtonProps } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Tooltip } from '../../../ui/tooltip.tsx';

interface ToolButtonProps extends Omit<ButtonProps, 'children'> {
  icon: LucideIcon;
  /** The accessible name, with what is set. */
  label: string;
  text: string;
  /** How much is set; none is not shown. */
  count?: number;
}

/** A tool of the view: quiet until it is in use, and only its sign where there is no room. */
export function ToolButton({
  icon: Icon,
  label,
  text,
  count = 0,
  className,
  ...rest
}: ToolButtonProps) {
  const isUsed = count > 0;
  return (
    <Tooltip label={label} side="bottom">
      <Button
        variant="ghost"
        size="sm"
        aria-label={label}
        className={cx('px-2!', isUsed && 'bg-accent-soft text-accent-ink!', className)}
        {...rest}
      >
        <Icon aria-hidden="true" />
        <span className="hidden max-w-48 truncate @min-[64rem]:inline">{text}</span>
        {isUsed && (
          // The label says it already; drawn by a rule, it is no text of the button.
          <span
            data-count={count}
            className="absolute -top-0.5 -right-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-xs leading-none text-on-accent tabular-nums after:content-[attr(data-count)] @min-[64rem]:static"
          />
        )}
      </Button>
    </Tooltip>
  );
}
