import type { DeliveryState } from './states.ts';

/** How far a delivery is when its provider speaks of it. */
export interface Told {
  state: DeliveryState;
  /** Attempts so far. */
  attempt: number;
}

const ORDER = ['sent', 'delivered', 'failed'] as const;

/**
 * The state that a receipt moves a delivery to; null when it says nothing new. Whatever we thought of an attempt, its
 * provider knows better: one that is in doubt, under way or about to be made again was taken.
 */
export function afterReceipt(
  { state, attempt }: Told,
  told: (typeof ORDER)[number],
): (typeof ORDER)[number] | null {
  switch (state) {
    case 'sending':
    case 'uncertain':
      return told;
    case 'queued':
      return attempt > 0 ? told : null;
    case 'sent':
    case 'delivered':
      return ORDER.indexOf(told) > ORDER.indexOf(state) ? told : null;
    case 'failed':
    case 'cancelled':
    case 'suppressed':
    case 'expired':
      return null;
  }
}
