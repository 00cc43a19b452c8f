import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads, showFailureToast } from '../../lib/write.ts';
import { showToast } from '../../ui/toast-store.ts';
import { nameBrowser } from './name-browser.ts';

/** A push service that says nothing for so long is taken as absent. */
const SUBSCRIBE_WITHIN_MS = 15_000;

/** Whether this browser can be asked for pushes: it has them, and nobody has said no. */
export function canSubscribe(): boolean {
  return hasPush() && Notification.permission === 'default';
}

/** Whether this browser has pushes at all; it needs https or this very machine. */
export function hasPush(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/** The subscription of this browser, if it has one. */
async function findSubscription(): Promise<PushSubscription | null> {
  if (!hasPush()) return null;
  const worker = await navigator.serviceWorker.getRegistration();
  return (await worker?.pushManager.getSubscription()) ?? null;
}

/** Asks for permission and registers this browser; answers whether it takes pushes now. */
export async function turnOnPush(): Promise<boolean> {
  if (!hasPush()) return fail(t('device.unsupported'));
  const key = await call('devices.pushKey', {});
  if (!key.ok) return failBy(key.error);
  if (key.data.publicKey === null) return fail(t('device.noKey'));
  if ((await Notification.requestPermission()) !== 'granted') return fail(t('device.denied'));
  const subscription = await subscribe(key.data.publicKey).catch(() => null);
  if (subscription === null) return fail(t('device.failed'));
  return register(subscription);
}

async function subscribe(publicKey: string): Promise<PushSubscription | null> {
  const before = await findSubscription();
  // One that was made with another key takes nothing from us.
  if (before !== null && !hasKey(before, publicKey)) await before.unsubscribe();
  const worker = await navigator.serviceWorker.ready;
  return Promise.race([
    worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey }),
    new Promise<null>((resolve) => setTimeout(() => resolve(null), SUBSCRIBE_WITHIN_MS)),
  ]);
}

function hasKey({ options }: PushSubscription, publicKey: string): boolean {
  const { applicationServerKey: key } = options;
  if (key === null) return false;
  const text = btoa(String.fromCodePoint(...new Uint8Array(key)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') === publicKey;
}

async function register(subscription: PushSubscription): Promise<boolean> {
  const { endpoint, keys } = subscription.toJSON();
  const { p256dh, auth } = keys ?? {};
  if (endpoint === undefined || p256dh === undefined || auth === undefined)
    return fail(t('device.failed'));
  const answer = await call('devices.register', {
    name: nameBrowser(navigator.userAgent),
    subscription: { endpoint, keys: { p256dh, auth } },
  });
  if (!answer.ok) return failBy(answer.error);
  await refreshReads('devices.list');
  showToast({ title: t('device.added') });
  return true;
}

function fail(title: string): false {
  showToast({ title, tone: 'danger' });
  return false;
}

function failBy(failure: Parameters<typeof showFailureToast>[0]): false {
  showFailureToast(failure);
  return false;
}
