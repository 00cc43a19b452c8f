import type { Item } from '@boardwire/contract/board-model';
import { type RefObject, useEffect, useRef } from 'react';
import { useAccount } from '../../../app/use-account.ts';

/** How long a change that somebody else made is tinted, in milliseconds (web W10). */
const TINT_MS = 1_000;

function listChanged(before: Item, after: Item): string[] {
  const fields = new Set([...Object.keys(before.values), ...Object.keys(after.values)]);
  return [...fields].filter((field) => before.versions[field] !== after.versions[field]);
}

/** Tints cells that somebody else has just changed. */
export function useTint(row: RefObject<HTMLElement | null>, item: Item | undefined): void {
  const { id: ownId } = useAccount();
  const before = useRef(item);
  useEffect(() => {
    const last = before.current;
    before.current = item;
    if (!item || !last || last === item || item.updatedBy === ownId) return;
    for (const field of listChanged(last, item)) {
      const cell = row.current?.querySelector(`[data-field="${field}"]`);
      cell?.animate([{ backgroundColor: 'var(--color-accent-soft)' }, {}], TINT_MS);
    }
  }, [row, item, ownId]);
}
