import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** Widths of the panel in CSS pixels. */
export const PANEL = { least: 360, usual: 480, most: 880, step: 32 } as const;

interface PanelWidth {
  widthPx: number;
}

/** How wide the panel of an item is in this browser. */
export const usePanelWidth = create<PanelWidth>()(
  persist((): PanelWidth => ({ widthPx: PANEL.usual }), {
    name: 'boardwire.item-panel',
    version: 1,
  }),
);

/** Sets the width, within its bounds. */
export function setPanelWidth(widthPx: number): void {
  usePanelWidth.setState({ widthPx: Math.min(Math.max(widthPx, PANEL.least), PANEL.most) });
}
