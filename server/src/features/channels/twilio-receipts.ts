import type { ports } from '../delivery/index.ts';
import { isOfTwilio } from './twilio-signature.ts';

/** What Twilio's words for a message's state mean here; other words say nothing new. */
const STATES: Readonly<Record<string, ports.Receipt['state']>> = {
  queued: 'sent',
  sending: 'sent',
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'failed',
  failed: 'failed',
};

/** The recipient said stop. */
const STOPPED = '21610';
/** Numbers that do not exist (any more), and landlines. */
const DEAD_NUMBERS: ReadonlySet<string> = new Set(['21211', '21614', '30005', '30006']);
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads a status callback. */
export function readTwilioReceipts(
  authToken: string,
  request: ports.RawRequest,
): ports.ReceiptReading {
  const form = new URLSearchParams(request.body.toString('utf8'));
  if (!isOfTwilio(authToken, request, form)) return { kind: 'forged' };
  const state = STATES[form.get('MessageStatus') ?? ''];
  if (state === undefined) return { kind: 'receipts', receipts: [] };
  const deliveryId = new URL(request.url).searchParams.get('delivery') ?? '';
  const errorCode = form.get('ErrorCode');
  return {
    kind: 'receipts',
    receipts: [
      {
        deliveryId: UUID.test(deliveryId) ? deliveryId : null,
        providerMessageId: form.get('MessageSid'),
        state,
        code: state === 'failed' ? `twilio_${errorCode ?? 'failed'}` : null,
        suppresses: readSuppression(errorCode),
      },
    ],
  };
}

function readSuppression(errorCode: string | null): ports.Receipt['suppresses'] {
  if (errorCode === STOPPED) return 'unsubscribed';
  return errorCode !== null && DEAD_NUMBERS.has(errorCode) ? 'hardBounce' : null;
}
