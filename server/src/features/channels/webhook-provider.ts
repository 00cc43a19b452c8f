import type { Egress } from '../../platform/egress/egress.ts';
import type { EgressAnswer, EgressRefusal } from '../../platform/egress/result.ts';
import { SECOND_MS } from '../../kernel/time.ts';
import type { ports } from '../delivery/index.ts';
import { judgeFailure, quote, readRetryAfter } from './outcome.ts';
import { signWebhook } from './webhook-signature.ts';

/** Where an organization wants to be told, as it is at the moment of sending. */
export interface WebhookTarget {
  url: string;
  /** The newest first; an older one signs too until it runs out. */
  secrets: readonly string[];
  isEnabled: boolean;
  /** Whoever stands behind it may see what it is to be told. */
  mayHear: boolean;
}

/** What a call tells of. */
interface WebhookAbout {
  boardId: string | null;
  type: string;
}

/** What a call says of its endpoint, beyond this one message. */
export type WebhookNews = 'succeeded' | 'failed' | 'overloaded' | 'gone' | 'nothing';

/** The endpoints, kept elsewhere. */
export interface WebhookTargets {
  /** The endpoint as it is now; null when there is none any more. */
  find(endpointId: string, about: WebhookAbout): Promise<WebhookTarget | null>;
  note(endpointId: string, news: WebhookNews): Promise<void>;
}

/** A receiver has this long (SPEC E3). */
const CALL_TIMEOUT_MS = 15 * SECOND_MS;
/** Leaves the call time to say itself that its time is over. */
const MARGIN_MS = 2 * SECOND_MS;
const LOOK_AGAIN = { isUntried: true, retryAfterMs: SECOND_MS } as const;
/** Receivers may refuse more (Standard Webhooks, payload size). */
const MAX_BODY_BYTES = 20_000;
const HTTP_GONE = 410;
/** What says nothing about the receiver: nobody asked it. */
const OURS: ReadonlySet<EgressRefusal['reason']> = new Set(['breaker_open', 'busy', 'aborted']);
/** The receiver, or what stands before it, has too much to do. */
const OVERLOADED: ReadonlySet<number> = new Set([429, 502, 504]);

/** Calls endpoints of organizations by Standard Webhooks. `address` is the endpoint's id, `content.body` what is sent. */
export function createWebhookProvider({
  egress,
  targets,
  now = () => new Date(),
  timeoutMs = CALL_TIMEOUT_MS,
}: {
  egress: Pick<Egress, 'call'>;
  targets: WebhookTargets;
  now?: () => Date;
  timeoutMs?: number;
}): ports.Provider {
  return {
    id: 'webhook',
    kind: 'webhook',
    channel: 'webhook',
    capabilities: { dedupe: 'native', receipts: false, timeoutMs: timeoutMs + MARGIN_MS },
    async send(message, call) {
      const body = message.content['body'] ?? '';
      if (Buffer.byteLength(body) >= MAX_BODY_BYTES)
        return { kind: 'refused', cause: 'permanent', code: 'too_large' };
      const target = await targets.find(message.address, readAbout(message));
      if (target === null || !target.isEnabled)
        return { kind: 'refused', cause: 'permanent', code: 'endpoint_disabled' };
      // Its person changed since the last look, which is the one to say what becomes of it.
      if (!target.mayHear)
        return { kind: 'refused', cause: 'transient', code: 'cannot_see', ...LOOK_AGAIN };
      const answer = await callTarget(egress, {
        message,
        target,
        call,
        now: now(),
        timeoutMs,
      });
      const { result, news } = judge(answer, target.secrets);
      await targets.note(message.address, news);
      return result;
    },
    check: async () => ({ state: 'healthy' }),
  };
}

function readAbout({ content }: ports.Rendered): WebhookAbout {
  const { boardId = '', type = '' } = content;
  return { boardId: boardId === '' ? null : boardId, type };
}

function callTarget(
  egress: Pick<Egress, 'call'>,
  {
    message: { address, content },
    target,
    call,
    now,
    timeoutMs,
  }: {
    message: ports.Rendered;
    target: WebhookTarget;
    call: ports.SendCall;
    now: Date;
    timeoutMs: number;
  },
) {
  const body = content['body'] ?? '';
  // A replay carries the id of what it repeats.
  const id = content['id'] ?? call.key;
  return egress.call({
    target: 'webhook',
    trust: 'organization',
    url: target.url,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...signWebhook(target.secrets, { id, at: now, body }),
    },
    body,
    effect: 'repeatable',
    profile: 'webhook',
    circuit: address,
    timeoutMs,
    signal: call.signal,
  });
}

function judge(
  answer: EgressAnswer | EgressRefusal,
  secrets: readonly string[],
): { result: ports.SendResult; news: WebhookNews } {
  if (!answer.ok)
    return { result: judgeFailure(answer), news: OURS.has(answer.reason) ? 'nothing' : 'failed' };
  const { status } = answer;
  const said = { answer: quote(answer, secretsIn(secrets)) };
  if (status >= 200 && status < 300)
    return { result: { kind: 'accepted', ...said }, news: 'succeeded' };
  const refused = { kind: 'refused', code: `http_${status}`, ...said } as const;
  if (status === HTTP_GONE) return { result: { ...refused, cause: 'permanent' }, news: 'gone' };
  const wait = readRetryAfter(answer);
  // Receivers are mended: whatever else they answer, there is a next time.
  if (OVERLOADED.has(status))
    return { result: { ...refused, ...wait, cause: 'throttled' }, news: 'overloaded' };
  return { result: { ...refused, ...wait, cause: 'transient' }, news: 'failed' };
}

/** Receivers may echo a secret with or without its prefix. */
function secretsIn(secrets: readonly string[]): string[] {
  return secrets.flatMap((secret) => [secret, secret.replace(/^whsec_/, '')]);
}
