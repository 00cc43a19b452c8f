import type { Item } from '@boardwire/contract/board-model';
import { type RefObject, useEffect, useRef } from 'react';
import { usePeople } from '../people.tsx';
import { useTable } from '../table-context.ts';

/** How long a change that somebody else made is tinted, in milliseconds (web W10). */
const TINT_MS = 1_000;
/**
 * So many tints fade at a time. A fade draws every frame anew; when many write, or keys are typed here, tints come and go
 * at once instead.
 */
const FADING_MAX = 4;

let fading = 0;

function listChanged(before: Item, after: Item): string[] {
  const fields = new Set([...Object.keys(before.values), ...Object.keys(after.values)]);
  return [...fields].filter((field) => before.versions[field] !== after.versions[field]);
}

function tint(cell: HTMLElement, mayFade: boolean): void {
  if (!mayFade || fading >= FADING_MAX) {
    cell.dataset['tint'] = '';
    setTimeout(() => delete cell.dataset['tint'], TINT_MS);
    return;
  }
  fading += 1;
  const fade = cell.animate([{ backgroundColor: 'var(--color-accent-soft)' }, {}], TINT_MS);
  const end = () => (fading -= 1);
  fade.finished.then(end, end);
}

/** Tints cells that somebody else has just changed. */
export function useTint(row: RefObject<HTMLElement | null>, item: Item | undefined): void {
  const { ownId } = usePeople();
  const { store } = useTable();
  const before = useRef(item);
  useEffect(() => {
    const last = before.current;
    before.current = item;
    if (!item || !last || last === item || item.updatedBy === ownId) return;
    for (const field of listChanged(last, item)) {
      const cell = row.current?.querySelector<HTMLElement>(`[data-field="${field}"]`);
      if (cell) tint(cell, store.getState().editing === null);
    }
  }, [row, item, ownId, store]);
}
