import type * as ports from './provider.ts';

export { createDelivery, deliveryLocators } from './feature.ts';
export { deliveries } from './for-others.ts';
export type { AfterFinish } from './finish-queue.ts';
export type { HoldBack } from './gate.ts';
export { notify, type NotificationRequest } from './notify.ts';
/** What providers fit into. */
export type { ports };
