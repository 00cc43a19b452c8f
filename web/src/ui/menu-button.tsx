import { Ellipsis } from 'lucide-react';
import { Button } from './button.tsx';

/** The three dots that open a row's menu. */
export function MenuButton({ label, ...trigger }: { label: string }) {
  return (
    <Button variant="ghost" size="icon" aria-label={label} {...trigger}>
      <Ellipsis aria-hidden="true" />
    </Button>
  );
}
