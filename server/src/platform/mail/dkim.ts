import { buffer } from 'node:stream/consumers';
import DKIM from 'nodemailer/lib/dkim';

/** The key that mails are signed with (RFC 6376); its public half stands at `<selector>._domainkey.<domain>` in the DNS. */
export interface DkimKey {
  domain: string;
  selector: string;
  /** PEM. */
  privateKey: string;
}

/** What must not be changed on the way; of the lines on unsubscribing RFC 8058 section 4 wants both. */
const SIGNED_FIELDS = [
  'From',
  'To',
  'Subject',
  'Date',
  'Message-ID',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
].join(':');

/** Puts a signature at the top of a finished mail. */
export function signMail(
  content: Buffer,
  { domain, selector, privateKey }: DkimKey,
): Promise<Buffer> {
  const signer = new DKIM({
    domainName: domain,
    keySelector: selector,
    privateKey,
    headerFieldNames: SIGNED_FIELDS,
  });
  return buffer(signer.sign(content));
}
