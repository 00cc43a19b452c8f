import type { Egress } from '../../platform/egress/egress.ts';
import type { EgressAnswer } from '../../platform/egress/result.ts';
import { createGoogleTokens, type ServiceAccount } from '../../platform/push/google-token.ts';
import { MINUTE_MS, SECOND_MS } from '../../kernel/time.ts';
import type { ports } from '../delivery/index.ts';
import { judgeFailure, judgeStatus, quote, readJson } from './outcome.ts';
import { readPushAddress } from './push-address.ts';
import type { PushDevices } from './push-devices.ts';

/** What sending to apps stands on. */
export interface FcmParts {
  account: ServiceAccount;
  egress: Pick<Egress, 'call'>;
  /** Hears what became of a device; never throws. */
  devices: PushDevices;
  apiUrl?: string;
  timeoutMs?: number;
}

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
const TIMEOUT_MS = 12 * SECOND_MS;
/** Google asks to stay away at least so long when it has too much to do. */
const MIN_WAIT_MS = MINUTE_MS;
/** A service takes payloads of 4,096 bytes; the frame around the text needs the rest. */
const TEXT_LENGTH = 1_000;
const HTTP_UNAUTHORIZED = 401;

/** Sends to apps by Firebase Cloud Messaging, HTTP v1. `address` carries the app's token. */
export function createFcmProvider(parts: FcmParts): ports.Provider {
  const { account, egress, timeoutMs = TIMEOUT_MS } = parts;
  const tokens = createGoogleTokens({ account, scope: SCOPE, egress });
  const url = `${parts.apiUrl ?? 'https://fcm.googleapis.com'}/v1/projects/${account.project_id}/messages:send`;
  return {
    id: 'fcm',
    kind: 'fcm',
    channel: 'push',
    // A copy takes the place of the one before: the same tag and collapse key.
    capabilities: { dedupe: 'native', receipts: false, timeoutMs: timeoutMs + 8 * SECOND_MS },
    async send(message, { key, signal }) {
      const address = readPushAddress(message.address);
      if (address?.kind !== 'fcm')
        return { kind: 'refused', cause: 'badAddress', code: 'not_a_token' };
      if (signal.aborted) return { kind: 'refused', cause: 'transient', code: 'aborted' };
      const granted = await tokens.get();
      if (!granted.ok) return judgeMissingToken(granted.result.ok ? null : granted.result.reason);
      const answer = await egress.call({
        target: 'fcm',
        trust: 'operator',
        url,
        method: 'POST',
        headers: {
          authorization: `Bearer ${granted.token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ message: describeMessage(address.token, message, key) }),
        effect: 'repeatable',
        profile: 'webhook',
        timeoutMs,
        signal,
      });
      if (!answer.ok) return judgeFailure(answer);
      if (answer.status === HTTP_UNAUTHORIZED) tokens.drop();
      return judge(parts, message, { answer, secret: granted.token });
    },
    async check() {
      const granted = await tokens.get();
      if (granted.ok) return { state: 'healthy' };
      const { result } = granted;
      return {
        state: 'unhealthy',
        reason: result.ok ? `no token: http_${result.status}` : result.reason,
      };
    },
  };
}

/** Without a token nothing was sent, whatever became of the question for it. */
function judgeMissingToken(reason: string | null): ports.SendResult {
  return { kind: 'refused', cause: reason === null ? 'auth' : 'transient', code: 'no_token' };
}

function describeMessage(token: string, { content }: ports.Rendered, key: string) {
  const { title = '', body = '', url = '', tag = key } = content as Record<string, string>;
  const cut = (text: string) => text.slice(0, TEXT_LENGTH).toWellFormed();
  return {
    token,
    notification: { title: cut(title), body: cut(body) },
    data: { deliveryId: key, url, tag },
    android: { collapseKey: key, notification: { tag } },
    apns: { headers: { 'apns-collapse-id': key } },
    webpush: { headers: { Topic: key.replaceAll('-', '') }, notification: { tag } },
  };
}

async function judge(
  parts: FcmParts,
  { address }: ports.Rendered,
  { answer, secret }: { answer: EgressAnswer; secret: string },
): Promise<ports.SendResult> {
  const said = { answer: quote(answer, [secret]) };
  const { name, error } = readJson(answer);
  if (answer.status === 200) {
    if (typeof name !== 'string') return { kind: 'uncertain', code: 'unreadable', ...said };
    await parts.devices.noteUse('fcm', address);
    return { kind: 'accepted', providerMessageId: name, ...said };
  }
  const errorCode = readErrorCode(error);
  if (errorCode === 'UNREGISTERED' || errorCode === 'SENDER_ID_MISMATCH') {
    await parts.devices.forget('fcm', address);
    return { kind: 'refused', cause: 'badAddress', code: 'gone', ...said };
  }
  const refusal = judgeStatus(answer, [secret]);
  if (refusal.kind !== 'refused' || !['transient', 'throttled'].includes(refusal.cause))
    return refusal;
  return { ...refusal, retryAfterMs: Math.max(refusal.retryAfterMs ?? 0, MIN_WAIT_MS) };
}

/** The code that FCM adds to Google's general error (google.firebase.fcm.v1.FcmError). */
function readErrorCode(error: unknown): string | null {
  const { details } = (error ?? {}) as { details?: unknown };
  if (!Array.isArray(details)) return null;
  const codes = (details as { errorCode?: unknown }[]).map(({ errorCode }) => errorCode);
  return codes.find((code) => typeof code === 'string') ?? null;
}
