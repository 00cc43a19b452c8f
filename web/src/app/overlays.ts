import { create } from 'zustand';
import { catchTyping, releaseTyping } from './typed-ahead.ts';

export type Overlay = 'palette' | 'shortcuts' | 'menu';

interface OverlayStore {
  /** One overlay of the frame at a time. */
  open: Overlay | null;
}

export const useOverlays = create<OverlayStore>(() => ({ open: null }));

export function openOverlay(overlay: Overlay): void {
  if (overlay === 'palette' && useOverlays.getState().open !== 'palette') catchTyping(closeOverlay);
  useOverlays.setState({ open: overlay });
}

export function closeOverlay(): void {
  releaseTyping();
  useOverlays.setState({ open: null });
}
