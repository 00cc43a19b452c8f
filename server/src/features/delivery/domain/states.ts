/** Where a delivery stands (SPEC D4, and `uncertain`). */
export const DELIVERY_STATES = [
  'queued',
  'sending',
  'uncertain',
  'sent',
  'delivered',
  'failed',
  'cancelled',
  'suppressed',
  'expired',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Why a queued delivery waits; null when nothing holds it but its turn. */
export type Hold = 'scheduled' | 'retry' | 'quiet' | 'digest' | 'throttled' | 'paused';

/** How a delivery is sent to a person or a machine. */
export const CHANNELS = ['inApp', 'email', 'sms', 'push', 'webhook'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Takes turns among the organizations; messages of the instance are one of them. */
export const INSTANCE_KEY = '00000000-0000-0000-0000-000000000000';

/** Order of urgency, the most urgent first (delivery D10). */
export const LANES = ['critical', 'high', 'normal', 'bulk'] as const;
export type Lane = (typeof LANES)[number];

/** What may follow each state; everything else is a defect. */
const NEXT: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  queued: ['sending', 'cancelled', 'expired', 'suppressed'],
  sending: ['sent', 'queued', 'uncertain', 'failed', 'cancelled'],
  uncertain: ['sent', 'delivered', 'queued', 'failed', 'cancelled'],
  sent: ['delivered', 'failed'],
  delivered: ['failed'],
  failed: ['queued'],
  cancelled: [],
  suppressed: [],
  expired: [],
};

/** Whether a delivery may go from one state to the other. */
export function canFollow(from: DeliveryState, to: DeliveryState): boolean {
  return NEXT[from].includes(to);
}
