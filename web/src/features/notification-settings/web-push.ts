import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads, showFailureToast } from '../../lib/write.ts';
import { noteDevice } from '../../pwa/noted-device.ts';
import { hasPush, subscribe } from '../../pwa/push-subscription.ts';
import { showToast } from '../../ui/toast-store.ts';
import { nameBrowser } from './name-browser.ts';

/** Whether this browser can be asked for pushes: it has them, and nobody has said no. */
export function canSubscribe(): boolean {
  return hasPush() && Notification.permission === 'default';
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
  const name = nameBrowser(navigator.userAgent);
  const answer = await call('devices.register', { name, subscription });
  if (!answer.ok) return failBy(answer.error);
  noteDevice(answer.data);
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
