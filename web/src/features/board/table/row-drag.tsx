import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview';
import { type RefObject, useEffect, useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { useDrop } from '../kanban/use-drop.ts';
import { ROW_HEIGHT } from '../table-classes.ts';
import { type Table, useTable } from '../table-context.ts';
import { readText } from '../values.ts';
import { scrollNearEdge } from './edge-scroll.ts';
import { findGap, type RowGap } from './row-gap.ts';
import { listMoving } from './move-by-keys.ts';

const KIND = 'boardwire rows';

function readRows(data: Record<string | symbol, unknown>): readonly string[] | undefined {
  return data['kind'] === KIND ? (data['itemIds'] as readonly string[]) : undefined;
}

/** What follows the pointer: the title of the item, or how many there are. */
function drawPreview({ model }: Table, container: HTMLElement, itemIds: readonly string[]): void {
  const element = document.createElement('div');
  element.className =
    'max-w-80 truncate rounded bg-accent px-3 py-2 text-sm font-medium text-on-accent shadow-raised';
  const title = readText(model.item(itemIds[0] ?? '')?.values['title']);
  element.textContent =
    itemIds.length > 1 ? t('table.dragCount', { count: itemIds.length }) : title;
  container.append(element);
}

/** Makes the grip under the pointer one that can be dragged; of thousands of rows no other needs to be. */
function watchGrips(table: Table, scroller: HTMLElement): () => void {
  let known: { grip: Element; end: () => void } | undefined;
  const forget = () => {
    known?.end();
    known = undefined;
  };
  const onOver = ({ target }: PointerEvent) => {
    const grip = target instanceof Element ? target.closest<HTMLElement>('[data-grip]') : null;
    if (!grip || grip === known?.grip) return;
    forget();
    const itemIds = () => listMoving(table, grip.dataset['grip'] ?? '');
    const end = draggable({
      element: grip,
      getInitialData: () => ({ kind: KIND, itemIds: itemIds() }),
      onGenerateDragPreview: ({ nativeSetDragImage }) =>
        setCustomNativeDragPreview({
          nativeSetDragImage,
          render: ({ container }) => drawPreview(table, container, itemIds()),
        }),
    });
    known = { grip, end };
  };
  scroller.addEventListener('pointerover', onOver);
  return () => {
    scroller.removeEventListener('pointerover', onOver);
    forget();
  };
}

function isSameGap(left: RowGap | undefined, right: RowGap | undefined): boolean {
  return left?.line === right?.line && left?.bucketKey === right?.bucketKey;
}

/** Drags rows over the table: a line shows where they would go, near an edge it scrolls, Escape gives up (web W13). */
export function RowDrag({ scroller }: { scroller: RefObject<HTMLElement | null> }) {
  const table = useTable();
  const drop = useDrop();
  const [gap, setGap] = useState<RowGap>();
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const scrolling = scrollNearEdge(element, false);
    const gapAt = (y: number) => findGap(table, element, y);
    const ends = [
      watchGrips(table, element),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => readRows(source.data) !== undefined,
      }),
      monitorForElements({
        canMonitor: ({ source }) => readRows(source.data) !== undefined,
        onDragStart: () => table.shown.setBusy('drag', true),
        onDrag({ location: { current } }) {
          scrolling.at(current.input.clientX, current.input.clientY);
          const isOver = current.dropTargets.some((each) => each.element === element);
          const next = isOver ? gapAt(current.input.clientY) : undefined;
          setGap((before) => (isSameGap(before, next) ? before : next));
        },
        onDrop({ source, location: { current } }) {
          scrolling.end();
          table.shown.setBusy('drag', false);
          setGap(undefined);
          const isOver = current.dropTargets.some((each) => each.element === element);
          const target = isOver ? gapAt(current.input.clientY) : undefined;
          const itemIds = readRows(source.data);
          if (target && itemIds) drop(itemIds, target.bucketKey, target.index);
        },
      }),
    ];
    return () => {
      scrolling.end();
      for (const end of ends) end();
    };
  }, [table, scroller, drop]);
  if (!gap) return null;
  return (
    <div
      aria-hidden="true"
      data-drop-line
      style={{ top: gap.line * ROW_HEIGHT - 1 }}
      className="pointer-events-none absolute inset-x-0 z-20 h-0.5 bg-accent before:absolute before:-top-[3px] before:left-1 before:size-2 before:rounded-full before:bg-accent"
    />
  );
}
