import type { LucideIcon } from 'lucide-react';
import { Button, type ButtonProps } from './button.tsx';
import { Tooltip } from './tooltip.tsx';

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  icon: LucideIcon;
  /** What it does: the accessible name, and the tooltip. */
  label: string;
}

export function IconButton({
  icon: Icon,
  label,
  variant = 'ghost',
  size = 'icon',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label}>
      <Button variant={variant} size={size} aria-label={label} {...rest}>
        <Icon aria-hidden="true" />
      </Button>
    </Tooltip>
  );
}
