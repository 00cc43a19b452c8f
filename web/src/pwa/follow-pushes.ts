import { client } from '../lib/client.ts';
import { readNotedDevice } from './noted-device.ts';

/** After the page has settled. */
const SETTLED_AFTER_MS = 5_000;

/** Goes where a pressed notification leads, and keeps pushes going for whoever is signed in. */
export function followPushes(go: (path: string) => void): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', ({ data, ports }) => {
    const { type, url } = (data ?? {}) as { type?: unknown; url?: unknown };
    if (type !== 'go' || typeof url !== 'string') return;
    const target = new URL(url, location.origin);
    if (target.origin !== location.origin) return;
    ports[0]?.postMessage(true);
    go(target.pathname + target.search + target.hash);
  });
  let renewedFor: string | undefined;
  const renew = () => {
    const session = client.session.get();
    if (session.status !== 'signedIn' || session.account?.id === renewedFor) return;
    renewedFor = session.account?.id;
    setTimeout(() => void renewPush(), SETTLED_AFTER_MS);
  };
  client.session.subscribe(() => {
    if (client.session.get().status !== 'signedIn') renewedFor = undefined;
    renew();
  });
  renew();
}

/** What cannot be had just now, as without a connection, is tried again with the next page. */
async function renewPush(): Promise<void> {
  if (readNotedDevice() === null) return;
  const loaded = await import('./push-subscription.ts').catch(() => null);
  await loaded?.renewPush().catch(() => undefined);
}
