import type { Egress } from '../../platform/egress/egress.ts';
import type { EgressResult } from '../../platform/egress/result.ts';
import {
  encryptPush,
  PUSH_PAYLOAD_MAX_BYTES,
  type PushSubscription,
  type VapidKeys,
} from '../../platform/push/web-push.ts';
import { DAY_MS, SECOND_MS } from '../../kernel/time.ts';
import type { ports } from '../delivery/index.ts';
import { judgeFailure, judgeStatus } from './outcome.ts';
import { readPushAddress } from './push-address.ts';
import type { PushDevices } from './push-devices.ts';

/** What sending to browsers stands on. */
export interface WebPushParts {
  egress: Pick<Egress, 'call'>;
  vapid: VapidKeys;
  /** How push services reach us, an https or mailto address. */
  subject: string;
  /** Hears what became of a device; never throws. */
  devices: PushDevices;
  timeoutMs?: number;
}

const TIMEOUT_MS = 15 * SECOND_MS;
/** A browser that was off for longer finds the news in the inbox. */
const KEEP_S = (7 * DAY_MS) / SECOND_MS;
/** What a service that takes less than it should is sent instead, bytes. */
const SHORT_PAYLOAD_BYTES = 1_000;
const HTTP_TOO_LARGE = 413;
const HTTP_GONE: ReadonlySet<number> = new Set([404, 410]);

/** Sends to browsers by Web Push. `address` is a subscription as JSON. */
export function createWebPushProvider(parts: WebPushParts): ports.Provider {
  const { timeoutMs = TIMEOUT_MS } = parts;
  return {
    id: 'webPush',
    kind: 'webPush',
    channel: 'push',
    // A copy takes the place of the one before: the same topic at the service, the same tag in the browser.
    capabilities: { dedupe: 'native', receipts: false, timeoutMs: timeoutMs + 2 * SECOND_MS },
    async send(message, { key, signal }) {
      const address = readPushAddress(message.address);
      if (address?.kind !== 'webPush')
        return { kind: 'refused', cause: 'badAddress', code: 'not_a_subscription' };
      const push = (maxBytes: number) =>
        callService(parts, address, { payload: fitPayload(message, key, maxBytes), key, signal });
      let answer = await push(PUSH_PAYLOAD_MAX_BYTES);
      if (answer !== null && answer.ok && answer.status === HTTP_TOO_LARGE)
        answer = await push(SHORT_PAYLOAD_BYTES);
      if (answer === null)
        return { kind: 'refused', cause: 'badAddress', code: 'not_a_subscription' };
      return judge(parts, message, answer);
    },
    check: async () => ({ state: 'healthy' }),
  };
}

/** Null when the keys of the subscription are none. */
async function callService(
  { egress, vapid, subject, timeoutMs = TIMEOUT_MS }: WebPushParts,
  subscription: PushSubscription,
  { payload, key, signal }: { payload: string; key: string; signal: AbortSignal },
): Promise<EgressResult | null> {
  const request = await encryptPush({
    subscription,
    payload,
    vapid: { ...vapid, subject },
    topic: key.replaceAll('-', ''),
    timeToLiveS: KEEP_S,
  }).catch(() => null);
  if (request === null) return null;
  return egress.call({
    ...request,
    target: 'web_push',
    // Whoever has an account can register any address.
    trust: 'organization',
    method: 'POST',
    effect: 'repeatable',
    profile: 'webhook',
    timeoutMs,
    signal,
  });
}

async function judge(
  parts: WebPushParts,
  { address }: ports.Rendered,
  answer: EgressResult,
): Promise<ports.SendResult> {
  if (!answer.ok) return judgeFailure(answer);
  const { status, headers } = answer;
  const { location } = headers;
  if (status >= 200 && status < 300) {
    await parts.devices.noteUse('webPush', address);
    return {
      kind: 'accepted',
      ...(typeof location === 'string' && { providerMessageId: location.slice(0, 500) }),
    };
  }
  if (HTTP_GONE.has(status)) {
    await parts.devices.forget('webPush', address);
    return { kind: 'refused', cause: 'badAddress', code: 'gone' };
  }
  return judgeStatus(answer);
}

/** The message as the service worker reads it, its text cut until all of it fits. */
function fitPayload({ content }: ports.Rendered, key: string, maxBytes: number): string {
  const { title = '', body = '', url = '', tag = key } = content as Record<string, string>;
  const write = (parts: { title: string; body: string }) =>
    JSON.stringify({ deliveryId: key, tag, url, ...parts });
  const cut = (text: string, length: number) =>
    length >= text.length ? text : `${text.slice(0, length).toWellFormed()}…`;
  let length = Math.max(title.length, body.length);
  let payload = write({ title, body });
  while (Buffer.byteLength(payload) > maxBytes && length > 0) {
    length = Math.floor(length * 0.9);
    payload = write({ title: cut(title, length), body: cut(body, length) });
  }
  return payload;
}
