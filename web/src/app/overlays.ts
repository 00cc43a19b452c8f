import { create } from 'zustand';

export type Overlay = 'palette' | 'shortcuts' | 'menu';

interface OverlayStore {
  /** One overlay of the frame at a time. */
  open: Overlay | null;
}

export const useOverlays = create<OverlayStore>(() => ({ open: null }));

export function openOverlay(overlay: Overlay): void {
  useOverlays.setState({ open: overlay });
}

export function closeOverlay(): void {
  useOverlays.setState({ open: null });
}
