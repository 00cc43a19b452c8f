import type { KeyboardEvent, PointerEvent } from 'react';
import { t } from '../../../i18n/t.tsx';
import { PANEL, setPanelWidth, usePanelWidth } from './panel-width.ts';

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: PANEL.step, ArrowRight: -PANEL.step };

/** The edge by which the panel is made wider: dragged, or with the arrow keys (web W37). */
export function PanelEdge() {
  const { widthPx } = usePanelWidth();
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const edge = event.currentTarget;
    const startPx = event.clientX;
    const onMove = (move: globalThis.PointerEvent) =>
      setPanelWidth(widthPx + startPx - move.clientX);
    edge.setPointerCapture(event.pointerId);
    edge.addEventListener('pointermove', onMove);
    edge.addEventListener(
      'lostpointercapture',
      () => edge.removeEventListener('pointermove', onMove),
      {
        once: true,
      },
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setPanelWidth(widthPx + step);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('item.width')}
      aria-valuenow={widthPx}
      aria-valuemin={PANEL.least}
      aria-valuemax={PANEL.most}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      onDoubleClick={() => setPanelWidth(PANEL.usual)}
      className="absolute inset-y-0 -left-1 z-10 hidden w-2 cursor-col-resize touch-none transition-colors hover:bg-accent-soft focus-visible:bg-accent-soft focus-visible:outline-none md:block"
    />
  );
}
