import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTable } from '../table-context.ts';
import { findLanding } from './drop-plan.ts';
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
  const { model, shown } = useTable();
  const { mayMove, drop } = useKanban();
  const [index, setIndex] = useState<number | null>(null);
  const current = useRef(props);
  useEffect(() => {
    current.current = props;
  });
  useEffect(() => {
    const element = column.current;
    if (!element || !mayMove) return;
    const find = (clientY: number, itemIds: readonly string[]): number => {
      const { list, spans, count, isSorted } = current.current;
      const box = list.current;
      if (!box || isSorted) return count;
      const y = clientY - box.getBoundingClientRect().top + box.scrollTop;
      const place = findIndex(spans(), y, count);
      const bucket = shown.buckets().find(({ key }) => key === bucketKey);
      if (!bucket) return place;
      // The line shows where the card will be, which is not always where the pointer is.
      const groupIds = model.tree().groups.map(({ id }) => id);
      return findLanding({ itemIds, bucket, index: place }, model.board.view().items, groupIds);
    };
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => readCards(source) !== undefined,
      onDragEnter: ({ location, source }) =>
        setIndex(find(location.current.input.clientY, readCards(source) ?? [])),
      onDrag: ({ location, source }) =>
        setIndex(find(location.current.input.clientY, readCards(source) ?? [])),
      onDragLeave: () => setIndex(null),
      onDrop({ source, location }) {
        setIndex(null);
        const itemIds = readCards(source) ?? [];
        drop(itemIds, bucketKey, find(location.current.input.clientY, itemIds));
      },
    });
  }, [column, bucketKey, mayMove, drop, model, shown]);
  return index;
}
