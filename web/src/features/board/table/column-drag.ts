import type { PointerEvent } from 'react';
import type { ColumnTarget } from './column-change.ts';
import { scrollNearEdge } from './edge-scroll.ts';

/** So far a press may wander without being a drag, in CSS pixels. */
const SLACK_PX = 6;

interface Place {
  target: ColumnTarget;
  /** Where the line is drawn, in CSS pixels of the window. */
  x: number;
}

/** The gap between two heads that is nearest to the pointer. */
function findPlace(scroller: HTMLElement, x: number, y: number): Place | undefined {
  const head = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-column]');
  if (!head) return undefined;
  const { left, right } = head.getBoundingClientRect();
  const isBefore = x < (left + right) / 2;
  const heads = [...scroller.querySelectorAll<HTMLElement>('[data-column]')];
  const next = heads[heads.indexOf(head) + 1];
  const before = isBefore ? head.dataset['column'] : next?.dataset['column'];
  return { target: { before: before ?? null }, x: isBefore ? left : right };
}

function drawLine(): { at: (x: number, top: number, height: number) => void; remove: () => void } {
  const line = document.createElement('div');
  line.className = 'pointer-events-none fixed z-40 w-0.5 -translate-x-1/2 bg-accent';
  document.body.append(line);
  return {
    at(x, top, height) {
      line.style.left = `${x}px`;
      line.style.top = `${top}px`;
      line.style.height = `${height}px`;
    },
    remove: () => line.remove(),
  };
}

/** Follows a pressed column; a line shows where it would go, Escape leaves it where it was (web W12). */
export function dragColumn(
  event: PointerEvent<HTMLElement>,
  columnId: string,
  onDrop: (target: ColumnTarget) => void,
): void {
  const head = event.currentTarget;
  const scroller = head.closest<HTMLElement>('[data-scroller]');
  if (!scroller || event.button !== 0 || event.pointerType === 'touch') return;
  const button = event.target instanceof Element ? event.target.closest('[data-head]') : null;
  if (!button) return;
  // The menu would open on the press; here it opens when the press was no drag.
  const wasOpen = button.getAttribute('aria-expanded') === 'true';
  event.preventDefault();
  const startX = event.clientX;
  const y = head.getBoundingClientRect().top + head.offsetHeight / 2;
  const scrolling = scrollNearEdge(scroller);
  let line: ReturnType<typeof drawLine> | undefined;
  let place: Place | undefined;
  const onMove = ({ clientX }: globalThis.PointerEvent) => {
    if (!line && Math.abs(clientX - startX) < SLACK_PX) return;
    line ??= drawLine();
    head.style.opacity = '0.5';
    scrolling.at(clientX, y);
    place = findPlace(scroller, clientX, y) ?? place;
    const { top, height } = scroller.getBoundingClientRect();
    if (place) line.at(place.x, top, height);
  };
  const end = (isDropped: boolean) => {
    scrolling.end();
    line?.remove();
    head.style.opacity = '';
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
    window.removeEventListener('pointercancel', onCancel);
    window.removeEventListener('keydown', onKey, true);
    if (line) swallowClick();
    else if (isDropped && !wasOpen) openMenu(button);
    if (isDropped && line && place && place.target.before !== columnId) onDrop(place.target);
  };
  const onUp = () => end(true);
  const onCancel = () => end(false);
  const onKey = (key: KeyboardEvent) => isEscape(key) && end(false);
  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', onUp);
  window.addEventListener('pointercancel', onCancel);
  window.addEventListener('keydown', onKey, true);
}

/** Whether a key gives up; it does nothing else then. */
function isEscape(event: KeyboardEvent): boolean {
  if (event.key !== 'Escape') return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

/** The menu of a head opens by keys as it does by the mouse. */
function openMenu(button: Element): void {
  button.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
  );
}

/** A drag ends with a click, which must not open the menu of what was dragged. */
function swallowClick(): void {
  const swallow = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0);
}
