import { createHash, timingSafeEqual } from 'node:crypto';
import { readMailReport, type MailReport } from '../../platform/mail/mail-report.ts';
import { isAboutSender, isDeadAddress } from '../../platform/mail/status-code.ts';
import type { ports } from '../delivery/index.ts';

/** A delivery names itself before the at sign: as the whole of a Message-ID, or behind the plus of a sender. */
const NAME = /[<+]([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@/i;
/** An envelope id is the name alone (RFC 3461 section 4.4). */
const BARE = /^\s*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\s*$/i;

/** Takes mails that a mail server hands over: bounces (RFC 3464) and complaints (RFC 5965). Whatever else it brings says nothing. */
export function createMailReceipts(
  token: string,
): (request: ports.RawRequest) => Promise<ports.ReceiptReading> {
  return async ({ headers, body }) => {
    if (!isBearer(headers['authorization'], token)) return { kind: 'forged' };
    const report = await readMailReport(body);
    return { kind: 'receipts', receipts: report === null ? [] : toReceipts(report) };
  };
}

/** Hashed, so that neither length nor content shows in the time. */
function isBearer(header: string | undefined, token: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  const given = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? '';
  return timingSafeEqual(hash(given), hash(token));
}

function toReceipts(report: MailReport): ports.Receipt[] {
  const deliveryId = findDelivery(report.traces);
  if (deliveryId === null) return [];
  return [{ deliveryId, providerMessageId: null, ...judge(report) }];
}

function findDelivery(traces: readonly string[]): string | null {
  for (const trace of traces) {
    const id = NAME.exec(trace)?.[1] ?? BARE.exec(trace)?.[1];
    if (id !== undefined) return id.toLowerCase();
  }
  return null;
}

function judge({ kind, status }: MailReport): Pick<ports.Receipt, 'state' | 'code' | 'suppresses'> {
  if (kind === 'delivered') return { state: 'delivered', code: null, suppresses: null };
  // Somebody has read it, and wants no more.
  if (kind === 'complaint')
    return { state: 'delivered', code: 'complaint', suppresses: 'complaint' };
  const isHard = status !== null && isDeadAddress(status);
  // Whoever blocks us would otherwise empty our list of readers.
  const isOfUs = status !== null && isAboutSender(status);
  return {
    state: 'failed',
    code: status === null ? 'bounced' : `bounced_${status.replaceAll('.', '_')}`,
    suppresses: isHard ? 'hardBounce' : isOfUs ? null : 'softBounces',
  };
}
