import { create } from 'zustand';
import type { Place } from './preference-types.ts';

/** The place whose notifications are being chosen. */
export interface AskedPlace extends Place {
  organizationId: string;
  name: string;
}

/** One place at a time, from a board's menu or the settings. */
export const usePlaceDialog = create<{ asked: AskedPlace | null }>(() => ({ asked: null }));

/** Opens the notifications of a place. */
export function askPlaceSettings(asked: AskedPlace): void {
  usePlaceDialog.setState({ asked });
}

export function closePlaceSettings(): void {
  usePlaceDialog.setState({ asked: null });
}
