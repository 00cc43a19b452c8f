export { cancelWithin } from './cancel.ts';
export { hashAddress, maskAddress, openAddress, sealAddress } from './addresses.ts';
export { applyReceipts } from './receipts.ts';
export type { SendResult } from './domain/settle.ts';
export type { Channel, Lane } from './domain/states.ts';
export { createDelivery, deliveryLocators, type Delivery } from './feature.ts';
export type { Sender } from './sender.ts';
export type { HoldBack } from './gate.ts';
export { notify, secretsPlace, type NotificationRequest } from './notify.ts';
export type {
  Provider,
  ProviderHealth,
  RawRequest,
  Receipt,
  ReceiptReading,
  Rendered,
  SendCall,
} from './provider.ts';
export { deliveryRules } from './rules.ts';
