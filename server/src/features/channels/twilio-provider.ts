import type { Egress } from '../../platform/egress/egress.ts';
import type { EgressAnswer } from '../../platform/egress/result.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../kernel/time.ts';
import type { ports } from '../delivery/index.ts';
import { judgeFailure, judgeStatus, quote, readJson } from './outcome.ts';
import { measureSms } from '@boardwire/contract/sms-segments';
import { readTwilioReceipts } from './twilio-receipts.ts';

/** An account with Twilio, and how we send from it. */
export interface TwilioAccount {
  accountSid: string;
  authToken: string;
  /** A number, a name, or the id of a messaging service (`MG…`). */
  from: string;
}

/** What sending by Twilio stands on. */
export interface TwilioParts {
  account: TwilioAccount;
  egress: Pick<Egress, 'call'>;
  /** Where status callbacks come in; null where Twilio cannot reach us. */
  receiptsUrl: string | null;
  /** Longest text that is sent. */
  maxSegments: number;
  /** Segments of a day; a text of more would wait for a day that never comes. */
  maxSegmentsPerDay: number;
  /** Takes so many segments of the day's; false when the cap is reached. */
  takeSegments(count: number): Promise<boolean>;
  apiUrl?: string;
  /** Leaves the doubt to the ledger; shorter in tests. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 15 * SECOND_MS;
/** Messages of a number that a look-up goes through, newest first. */
const LOOK_UP_SIZE = 100;
/** Our clock and Twilio's, which counts whole seconds, may differ by so much. */
const SKEW_MS = 2 * MINUTE_MS;
const HTTP_CREATED = 201;

/** Numbers that take no text: not valid, not mobile, unknown, or their owner said stop (21610). */
const ADDRESS_ERRORS: ReadonlySet<number> = new Set([21211, 21217, 21265, 21610, 21614, 21635]);
/** Our account, its balance, its sender, its permissions for a country. */
const ACCOUNT_ERRORS: ReadonlySet<number> = new Set([
  20003, 20005, 21212, 21408, 21603, 21606, 21608, 21612, 21659, 21660,
]);

/** Sends text messages by Twilio's REST API. */
export function createTwilioProvider(parts: TwilioParts): ports.Provider {
  const { account } = parts;
  return {
    id: 'twilio',
    kind: 'twilio',
    channel: 'sms',
    capabilities: {
      dedupe: 'lookup',
      receipts: true,
      timeoutMs: (parts.timeoutMs ?? TIMEOUT_MS) + 2 * SECOND_MS,
    },
    async send(message, { key, signal }) {
      if (signal.aborted) return { kind: 'refused', cause: 'transient', code: 'aborted' };
      const { segments } = measureSms(message.content['body'] ?? '');
      if (segments > parts.maxSegments)
        return { kind: 'refused', cause: 'permanent', code: 'too_long' };
      if (segments > parts.maxSegmentsPerDay)
        return { kind: 'refused', cause: 'permanent', code: 'over_cost_cap' };
      if (!(await parts.takeSegments(segments)))
        return {
          kind: 'refused',
          cause: 'throttled',
          code: 'cost_cap',
          retryAfterMs: untilTomorrowMs(),
          isUntried: true,
        };
      const answer = await call(parts, 'Messages.json', {
        form: describeMessage(parts, message, key),
        signal,
      });
      return answer.ok ? judge(answer, account) : judgeFailure(answer);
    },
    lookup: (_key, message, since) => lookUp(parts, message, since),
    readReceipts: async (request) => readTwilioReceipts(account.authToken, request),
    async check() {
      const answer = await call(parts, '.json');
      if (answer.ok && answer.status === 200) return { state: 'healthy' };
      const reason = answer.ok ? `http_${answer.status}` : answer.reason;
      return { state: 'unhealthy', reason };
    },
  };
}

/** Segments are counted by the day of UTC; all of them together at midnight would be too much at once. */
function untilTomorrowMs(): number {
  return DAY_MS - (Date.now() % DAY_MS) + Math.random() * 10 * MINUTE_MS;
}

/** The delivery stands in the callback's address: whatever is in doubt, a callback settles it. */
function describeMessage(
  { account, receiptsUrl }: TwilioParts,
  message: ports.Rendered,
  key: string,
) {
  const sender = account.from.startsWith('MG') ? 'MessagingServiceSid' : 'From';
  return new URLSearchParams({
    To: message.address,
    [sender]: account.from,
    Body: message.content['body'] ?? '',
    ...(receiptsUrl !== null && { StatusCallback: `${receiptsUrl}?delivery=${key}` }),
  });
}

function call(
  { account, egress, apiUrl = 'https://api.twilio.com', timeoutMs = TIMEOUT_MS }: TwilioParts,
  path: string,
  {
    form,
    query,
    signal,
  }: { form?: URLSearchParams; query?: URLSearchParams; signal?: AbortSignal } = {},
) {
  const { accountSid, authToken } = account;
  const credential = Buffer.from(`${accountSid}:${authToken}`).toString('base64');
  const separator = path.startsWith('.') ? '' : '/';
  const search = query === undefined ? '' : `?${query.toString()}`;
  return egress.call({
    target: 'twilio',
    trust: 'operator',
    url: `${apiUrl}/2010-04-01/Accounts/${accountSid}${separator}${path}${search}`,
    method: form === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Basic ${credential}`,
      accept: 'application/json',
      ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form !== undefined && { body: form.toString() }),
    timeoutMs,
    ...(signal !== undefined && { signal }),
  });
}

function judge(answer: EgressAnswer, { authToken }: TwilioAccount): ports.SendResult {
  const { sid, code, status, error_code: errorCode, message } = readJson(answer);
  // The rest repeats the number and the text.
  const kept = JSON.stringify({ sid, status, code, error_code: errorCode, message });
  const said = { answer: quote({ ...answer, body: Buffer.from(kept) }, [authToken]) };
  if (answer.status === HTTP_CREATED) {
    // It took something, and does not say what.
    if (typeof sid !== 'string') return { kind: 'uncertain', code: 'unreadable', ...said };
    return { kind: 'accepted', providerMessageId: sid, ...said };
  }
  const refusal = judgeStatus(answer, [authToken]);
  if (typeof code !== 'number' || answer.status >= 500 || answer.status === 429) return refusal;
  const cause = ADDRESS_ERRORS.has(code)
    ? 'badAddress'
    : ACCOUNT_ERRORS.has(code)
      ? 'auth'
      : 'permanent';
  return { kind: 'refused', cause, code: `twilio_${code}`, ...said };
}

/** Looks through what went to the number since then; a list that does not reach back so far leaves the doubt. */
async function lookUp(
  parts: TwilioParts,
  { address, content }: ports.Rendered,
  since: Date,
): Promise<'accepted' | 'absent' | 'unknown'> {
  const query = new URLSearchParams({ To: address, PageSize: String(LOOK_UP_SIZE) });
  const answer = await call(parts, 'Messages.json', { query });
  if (!answer.ok || answer.status !== 200) return 'unknown';
  const { messages, next_page_uri: nextPage } = readJson(answer);
  if (!Array.isArray(messages)) return 'unknown';
  const listed = messages as { body?: unknown; date_created?: unknown }[];
  const fromMs = since.getTime() - SKEW_MS;
  const isRecent = ({ date_created: at }: { date_created?: unknown }) =>
    Date.parse(String(at)) >= fromMs;
  if (listed.some((each) => isRecent(each) && each.body === content['body'])) return 'accepted';
  const isWhole = nextPage === null || nextPage === undefined || nextPage === '';
  return isWhole || !listed.every(isRecent) ? 'absent' : 'unknown';
}
