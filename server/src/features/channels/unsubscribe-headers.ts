const NAME = 'List-Unsubscribe';

/** Headers that let a mail program stop mails of this kind with one click (RFC 8058). */
export function unsubscribeHeaders(url: string): Record<string, string> {
  return { [NAME]: `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

/** The address in the headers of a rendered mail, or null without one. */
export function readUnsubscribeUrl(headers: Readonly<Record<string, string>> = {}): string | null {
  return /^<([^<>\s]+)>$/.exec(headers[NAME] ?? '')?.[1] ?? null;
}
