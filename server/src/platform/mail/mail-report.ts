import PostalMime, { type Email } from 'postal-mime';

/** What a mail server, or a reader's provider, says of a mail that was sent. */
export interface MailReport {
  kind: 'failed' | 'delivered' | 'complaint';
  /** Enhanced status code (RFC 3463) of a failure, the one that says most; null where there is none. */
  status: string | null;
  /** Message-IDs and addresses that may name the mail, the surest first. */
  traces: string[];
}

/** Fields of one part of a report, by their names in lower case. */
type Fields = ReadonlyMap<string, string>;

const STATUS_PARTS: ReadonlySet<string> = new Set([
  'message/delivery-status',
  'message/global-delivery-status',
]);
const RETURNED_PARTS: ReadonlySet<string> = new Set([
  'message/rfc822',
  'message/global',
  'text/rfc822-headers',
  'message/global-headers',
]);
/** Kinds of feedback that say: no more of this (RFC 5965 section 7.3). `not-spam` says the opposite. */
const COMPLAINTS: ReadonlySet<string> = new Set(['abuse', 'fraud', 'opt-out']);
/** Where the address that the mail was sent from comes back to us, and to whom replies refer. */
const OUTER_TRACES = ['to', 'delivered-to', 'x-original-to', 'in-reply-to', 'references'];
const ENHANCED = /\b([245]\.\d{1,3}\.\d{1,3})\b/;

/**
 * Reads a delivery status notification (RFC 3464) or a complaint (RFC 5965). Null for every other mail, and for one that
 * tells of nothing final, such as a delay.
 */
export async function readMailReport(raw: Buffer): Promise<MailReport | null> {
  const mail = await parse(raw);
  if (mail === null) return null;
  const texts = (types: ReadonlySet<string>) =>
    mail.attachments.flatMap(({ mimeType, content }) =>
      types.has(mimeType) && typeof content === 'string' ? [content] : [],
    );
  const [status] = texts(STATUS_PARTS);
  const [feedback] = texts(new Set(['message/feedback-report']));
  const [returned = ''] = texts(RETURNED_PARTS);
  const inner = await readFields(returned);
  const outer = toFields(mail);
  if (status !== undefined) {
    const groups = await Promise.all(splitGroups(status).map(readFields));
    const end = judgeRecipients(groups.filter((group) => group.has('action')));
    return end === null ? null : { ...end, traces: traceAll(inner, groups, outer) };
  }
  if (feedback === undefined) return null;
  const fields = await readFields(feedback);
  if (!COMPLAINTS.has((fields.get('feedback-type') ?? '').toLowerCase())) return null;
  return { kind: 'complaint', status: null, traces: traceAll(inner, [fields], outer) };
}

/** Null for what is no mail at all: whoever pipes mails here pipes everything. */
async function parse(raw: Buffer | string): Promise<Email | null> {
  try {
    return await PostalMime.parse(raw, {
      forceRfc822Attachments: true,
      attachmentEncoding: 'utf8',
    });
  } catch {
    return null;
  }
}

/** The first group is of the mail, each further one of a recipient (RFC 3464 section 2.1). */
function splitGroups(text: string): string[] {
  return text.split(/\r?\n[ \t]*\r?\n/).filter((group) => group.trim() !== '');
}

/** Fields at the top of a part, which have the form of a mail's header. */
async function readFields(text: string): Promise<Fields> {
  const mail = text.trim() === '' ? null : await parse(`${text.trimStart()}\r\n\r\n`);
  return mail === null ? new Map() : toFields(mail);
}

/** Of a field that comes several times, the first one counts: it stands on top of what others wrote. */
function toFields({ headers }: Email): Fields {
  const fields = new Map<string, string>();
  for (const { key, value } of headers) if (!fields.has(key)) fields.set(key, value);
  return fields;
}

/** An address may stand for several people: it is of no use once none of them can be reached. */
function judgeRecipients(groups: readonly Fields[]): Pick<MailReport, 'kind' | 'status'> | null {
  const actions = groups.map((group) => (group.get('action') ?? '').trim().toLowerCase());
  if (actions.includes('delivered')) return { kind: 'delivered', status: null };
  const [first] = groups;
  if (first === undefined || actions.some((action) => action !== 'failed')) return null;
  return { kind: 'failed', status: readStatus(first) };
}

/** A code that says no more than "for good" is outdone by the one that the other server gave. */
function readStatus(group: Fields): string | null {
  const own = ENHANCED.exec(group.get('status') ?? '')?.[1] ?? null;
  if (own !== null && !own.endsWith('.0.0')) return own;
  return ENHANCED.exec(group.get('diagnostic-code') ?? '')?.[1] ?? own;
}

function traceAll(inner: Fields, told: readonly Fields[], outer: Fields): string[] {
  return [
    inner.get('message-id'),
    inner.get('return-path'),
    ...told.flatMap((group) => [
      group.get('original-envelope-id'),
      group.get('original-mail-from'),
    ]),
    ...OUTER_TRACES.map((name) => outer.get(name)),
  ].filter((trace) => trace !== undefined);
}
