import type { Input } from '@boardwire/sdk/operations';
import { call } from '../lib/call.ts';
import { noteDevice, readNotedDevice } from './noted-device.ts';

/** A push service that says nothing for so long is taken as absent. */
const SUBSCRIBE_WITHIN_MS = 15_000;

type Subscription = NonNullable<Input<'devices.register'>['subscription']>;

/** Whether this browser has pushes at all; it needs https or this very machine. */
export function hasPush(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/** Subscribes this browser, or finds the subscription that it has; null when its push service does not answer. */
export async function subscribe(publicKey: string): Promise<Subscription | null> {
  const worker = await navigator.serviceWorker.ready;
  const before = await worker.pushManager.getSubscription();
  // One that was made with another key takes nothing from us.
  if (before !== null && !hasKey(before, publicKey)) await before.unsubscribe();
  const subscription = await Promise.race([
    worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey }),
    new Promise<null>((resolve) => setTimeout(() => resolve(null), SUBSCRIBE_WITHIN_MS)),
  ]);
  const { endpoint, keys } = subscription?.toJSON() ?? {};
  const { p256dh, auth } = keys ?? {};
  if (endpoint === undefined || p256dh === undefined || auth === undefined) return null;
  return { endpoint, keys: { p256dh, auth } };
}

function hasKey({ options }: PushSubscription, publicKey: string): boolean {
  const { applicationServerKey: key } = options;
  if (key === null) return false;
  const text = btoa(String.fromCodePoint(...new Uint8Array(key)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') === publicKey;
}

/**
 * Pushes end with the log-in, and the browser may change its subscription: whoever turned them on here gets them again,
 * and nobody else does.
 */
export async function renewPush(): Promise<void> {
  const deviceId = readNotedDevice();
  if (deviceId === null || !hasPush() || Notification.permission !== 'granted') return;
  const [devices, key] = await Promise.all([call('devices.list', {}), call('devices.pushKey', {})]);
  if (!devices.ok || !key.ok || key.data.publicKey === null) return;
  const device = devices.data.find(({ id }) => id === deviceId);
  if (device === undefined) return;
  const subscription = await subscribe(key.data.publicKey);
  if (subscription === null) return;
  const answer = await call('devices.register', { name: device.name, subscription });
  if (answer.ok) noteDevice(answer.data);
}
