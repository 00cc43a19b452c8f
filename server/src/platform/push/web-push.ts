import type { PushSubscription as LibrarySubscription } from 'web-push';

/** The pair that push services know this instance by (RFC 8292), as base64url. */
export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

/** A browser that takes pushes, as it described itself. */
export type PushSubscription = Pick<LibrarySubscription, 'endpoint' | 'keys'>;

/** A request to a push service, its content readable by the browser alone (RFC 8291). */
export interface PushRequest {
  url: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** What a message to a browser consists of. */
export interface PushMessage {
  subscription: PushSubscription;
  payload: string;
  vapid: VapidKeys & { /** How to reach us: an https or mailto address. */ subject: string };
  /** Takes the place of a waiting message with the same topic: 32 characters of base64url at most (RFC 8030 section 5.4). */
  topic: string;
  /** How long the service keeps it for a browser that is off, seconds. */
  timeToLiveS: number;
}

/** Bytes of a payload that, encrypted, still fit the 4,096 that every service takes (RFC 8291 section 4). */
export const PUSH_PAYLOAD_MAX_BYTES = 3_993;

/** The library costs time to load, and most processes send no push. */
const load = async () => (await import('web-push')).default;

/** Makes a pair of keys. */
export async function generateVapidKeys(): Promise<VapidKeys> {
  return (await load()).generateVAPIDKeys();
}

/** Encrypts and signs a message (RFC 8188, 8291, 8292). Throws for a subscription that is none. */
export async function encryptPush(message: PushMessage): Promise<PushRequest> {
  const { subscription, payload, vapid, topic, timeToLiveS } = message;
  const webPush = await load();
  const details = webPush.generateRequestDetails(subscription, payload, {
    vapidDetails: vapid,
    TTL: timeToLiveS,
    topic,
    contentEncoding: 'aes128gcm',
  });
  // The length is for whoever sends it to say.
  const headers = Object.entries<unknown>(details.headers)
    .filter(([name]) => name.toLowerCase() !== 'content-length')
    .map(([name, value]): [string, string] => [name, String(value)]);
  return { url: details.endpoint, headers: Object.fromEntries(headers), body: details.body };
}
