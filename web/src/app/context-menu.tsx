import { useEffect, useRef, useState } from 'react';
import { t } from '../i18n/t.tsx';
import { PointMenu } from '../ui/point-menu.tsx';
import { ActionMenuItems } from './action-menu-items.tsx';
import { type Action, actionRegistry, type TargetKind } from './actions.ts';

interface Opened {
  at: { x: number; y: number };
  actions: readonly Action[];
  /** What the menu is about; it gets the focus back. */
  element: HTMLElement;
  container: HTMLElement | null;
}

const LANDMARKS = '[role="dialog"], main, aside, header';
const TYPING = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]';
const FOCUSABLE = 'a[href], button, [tabindex]';

function readTarget(event: MouseEvent): Opened | null {
  if (!(event.target instanceof HTMLElement || event.target instanceof SVGElement)) return null;
  if (event.target.closest(TYPING)) return null;
  const element = event.target.closest<HTMLElement>('[data-menu]');
  if (!element) return null;
  const [kind = '', id = ''] = (element.dataset['menu'] ?? '').split(':');
  const actions = actionRegistry.actionsOf(kind as TargetKind, id);
  if (actions.length === 0) return null;
  return { at: readPoint(event, element), actions, element, container: element.closest(LANDMARKS) };
}

/** The menu key says no point: then the menu opens at the thing itself. */
function readPoint({ clientX, clientY }: MouseEvent, element: HTMLElement): Opened['at'] {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const isInside = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
  return isInside ? { x: clientX, y: clientY } : { x: left + 16, y: Math.min(bottom, top + 32) };
}

function giveFocusBack(element: HTMLElement): void {
  if (!element.isConnected) return;
  const target = element.matches(FOCUSABLE)
    ? element
    : element.querySelector<HTMLElement>(FOCUSABLE);
  target?.focus({ preventScroll: true });
}

/** The one context menu: things say what they are by `data-menu="kind:id"`, the registry what can be done (web W1). */
export function ContextMenu() {
  const [opened, setOpened] = useState<Opened | null>(null);
  const chosen = useRef<Action>(null);
  useEffect(() => {
    const onContextMenu = (event: MouseEvent) => {
      const next = event.defaultPrevented ? null : readTarget(event);
      if (!next) return;
      event.preventDefault();
      setOpened(next);
    };
    document.addEventListener('contextmenu', onContextMenu);
    return () => document.removeEventListener('contextmenu', onContextMenu);
  }, []);
  if (!opened) return null;
  const { at, actions, element, container } = opened;
  const onClosed = () => {
    giveFocusBack(element);
    // Last, so that a dialog that it opens gets the focus after the thing and gives it back there.
    chosen.current?.run();
    chosen.current = null;
  };
  return (
    <PointMenu
      key={`${at.x} ${at.y}`}
      label={t('contextMenu.label')}
      at={at}
      container={container}
      onClose={() => setOpened(null)}
      onClosed={onClosed}
    >
      <ActionMenuItems
        actions={actions}
        onChoose={(action) => {
          chosen.current = action;
        }}
      />
    </PointMenu>
  );
}
