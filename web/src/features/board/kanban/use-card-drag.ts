import {
  draggable,
  type ElementDragPayload,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview';
import { type RefObject, useEffect, useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { useTable } from '../table-context.ts';
import { useKanban } from './kanban-context.ts';

const KIND = 'boardwire cards';

/** The cards that are being dragged; undefined when something else is. */
export function readCards({
  data,
}: Pick<ElementDragPayload, 'data'>): readonly string[] | undefined {
  const { kind, itemIds } = data;
  return kind === KIND ? (itemIds as readonly string[]) : undefined;
}

/** What follows the pointer when several cards are dragged. */
function drawCount(container: HTMLElement, count: number): void {
  const element = document.createElement('div');
  element.className =
    'rounded bg-accent px-3 py-2 text-sm font-medium text-on-accent shadow-raised whitespace-nowrap';
  element.textContent = t('kanban.dragCount', { count });
  container.append(element);
}

/** Lets a card be dragged, with all that are selected if it is one of them. */
export function useCardDrag(card: RefObject<HTMLElement | null>, itemId: string): void {
  const { mayMove, listMoving } = useKanban();
  useEffect(() => {
    const element = card.current;
    if (!element || !mayMove) return;
    return draggable({
      element,
      getInitialData: () => ({ kind: KIND, itemIds: listMoving(itemId) }),
      onGenerateDragPreview({ nativeSetDragImage, source }) {
        const count = readCards(source)?.length ?? 1;
        if (count < 2) return;
        setCustomNativeDragPreview({
          nativeSetDragImage,
          render: ({ container }) => drawCount(container, count),
        });
      },
    });
  }, [card, itemId, mayMove, listMoving]);
}

const NONE: ReadonlySet<string> = new Set();

/** The cards that are on their way; meanwhile nothing moves by itself (web W10). */
export function useDragged(): ReadonlySet<string> {
  const { shown } = useTable();
  const [dragged, setDragged] = useState(NONE);
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => readCards(source) !== undefined,
        onDragStart({ source }) {
          setDragged(new Set(readCards(source)));
          shown.setBusy('drag', true);
        },
        onDrop() {
          setDragged(NONE);
          shown.setBusy('drag', false);
        },
      }),
    [shown],
  );
  return dragged;
}
