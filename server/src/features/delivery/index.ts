export { createDelivery, deliveryLocators } from './feature.ts';
export { deliveries } from './for-others.ts';
export type { HoldBack } from './gate.ts';
export { notify, type NotificationRequest } from './notify.ts';
export type * as ports from './provider.ts';
