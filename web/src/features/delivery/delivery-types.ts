import type { Output } from '@boardwire/sdk/operations';

export type Message = Output<'notifications.list'>['items'][number];
export type Delivery = Output<'notifications.deliveries'>['items'][number];
export type Channel = Delivery['channel'];
export type DeliveryState = Delivery['state'];
export type Lane = Delivery['lane'];

export const CHANNELS = ['inApp', 'email', 'sms', 'push', 'webhook'] as const satisfies Channel[];
export const LANES = ['critical', 'high', 'normal', 'bulk'] as const satisfies Lane[];
export const STATES = [
  'queued',
  'sending',
  'uncertain',
  'sent',
  'delivered',
  'failed',
  'cancelled',
  'suppressed',
  'expired',
] as const satisfies DeliveryState[];
