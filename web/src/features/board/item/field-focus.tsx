import type { ReactNode } from 'react';
import { hueOf } from '../../../ui/avatar.tsx';
import { cx } from '../../../ui/cx.ts';
import { usePeople } from '../people.tsx';
import { useBoardModel, useTable } from '../table-context.ts';

interface FieldRingProps {
  itemId: string;
  field: string;
  className?: string;
  children: ReactNode;
}

/** Who else is at this field just now; the same person's other tabs are nobody else. */
function useOthersAt(itemId: string, field: string): readonly string[] {
  const { board } = useBoardModel();
  const { ownId } = usePeople();
  const here = board
    .people()
    .filter((each) => each.item === itemId && each.field === field && each.state === 'active');
  return [...new Set(here.map(({ user }) => user))].filter((user) => user !== ownId);
}

/** A ring in the colour of whoever else is at a field, with their name (web W21). */
export function FieldRing({ itemId, field, className, children }: FieldRingProps) {
  const { nameOf } = usePeople();
  const others = useOthersAt(itemId, field);
  const [first] = others;
  return (
    <div
      className={cx(
        'relative rounded-inner',
        className,
        first !== undefined && 'person-hue outline-2 -outline-offset-1 outline-(--person-line)',
      )}
      style={first === undefined ? {} : { ['--person-hue' as string]: hueOf(first) }}
    >
      {children}
      {first !== undefined && (
        <span className="pointer-events-none absolute -top-2 right-1 z-10 max-w-full truncate person-name rounded-inner px-1 text-xs font-medium">
          {others.map(nameOf).join(', ')}
        </span>
      )}
    </div>
  );
}

/** Tells the others that one is at a field, or has left it. */
export function useFieldPresence(itemId: string, field: string): (isIn: boolean) => void {
  const { board } = useTable().model;
  return (isIn) =>
    board.setPresence(
      isIn
        ? { state: 'active', item: itemId, field, editing: true }
        : { state: 'active', item: itemId },
    );
}
