import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useKanban } from './kanban-context.ts';
import { readCards } from './use-card-drag.ts';

/** A card as far as it matters for a drop: where it begins and how high it is, in CSS pixels of its column. */
export interface CardSpan {
  index: number;
  start: number;
  size: number;
}

/** Before which card a drop at `y` puts others; `count` for the end. */
export function findIndex(spans: readonly CardSpan[], y: number, count: number): number {
  const below = spans.find(({ start, size }) => y < start + size / 2);
  return below?.index ?? Math.min((spans.at(-1)?.index ?? -1) + 1, count);
}

interface ColumnDrop {
  /** Takes drops, its head included. */
  column: RefObject<HTMLElement | null>;
  /** The scrolling list of cards. */
  list: RefObject<HTMLElement | null>;
  bucketKey: string;
  count: number;
  isSorted: boolean;
  spans: () => readonly CardSpan[];
}

/** Takes cards that are dragged here; answers before which card they would go, and null when none are there. */
export function useColumnDrop(props: ColumnDrop): number | null {
  const { column, bucketKey } = props;
  const { mayMove, drop } = useKanban();
  const [index, setIndex] = useState<number | null>(null);
  const current = useRef(props);
  useEffect(() => {
    current.current = props;
  });
  useEffect(() => {
    const element = column.current;
    if (!element || !mayMove) return;
    const find = (clientY: number): number => {
      const { list, spans, count, isSorted } = current.current;
      const box = list.current;
      if (!box || isSorted) return count;
      const y = clientY - box.getBoundingClientRect().top + box.scrollTop;
      return findIndex(spans(), y, count);
    };
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => readCards(source) !== undefined,
      onDragEnter: ({ location }) => setIndex(find(location.current.input.clientY)),
      onDrag: ({ location }) => setIndex(find(location.current.input.clientY)),
      onDragLeave: () => setIndex(null),
      onDrop({ source, location }) {
        setIndex(null);
        drop(readCards(source) ?? [], bucketKey, find(location.current.input.clientY));
      },
    });
  }, [column, bucketKey, mayMove, drop]);
  return index;
}
