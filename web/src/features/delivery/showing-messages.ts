/** Everything that shows how a message stands: read again after acts on one. */
export const SHOWING_MESSAGES = [
  'notifications.get',
  'notifications.list',
  'notifications.listDeliveries',
  'notifications.deliveries',
  'notifications.timeline',
  'notifications.queueStats',
] as const;
