import { noticeTypes, type NoticeValues } from '@boardwire/contract/notices';
import type { Transaction } from '../../platform/database/database.ts';
import { fillTemplate, toText } from './fill-template.ts';
import { findTemplate, type TemplateRow } from './store/templates.ts';

/** A message for somebody's inbox. */
export interface InboxMessage {
  organizationId: string | null;
  type: string;
  content: Record<string, unknown>;
  locale: string;
  /** Texts saved later are not for this message; null: the newest count. */
  templateVersion: number | null;
}

/**
 * What an entry of an organization's own template says in its reader's language, from its text for the inbox or else for
 * mail; null for notices, whose words the web app has. Never throws for what a template says: others wait behind it.
 */
export async function writeOwnWords(
  tx: Transaction,
  { organizationId, type, content, locale, templateVersion: version }: InboxMessage,
): Promise<NoticeValues['custom'] | null> {
  if (organizationId === null || Object.hasOwn(noticeTypes, type)) return null;
  const query = { organizationId, key: type, locale, version };
  const text =
    (await findTemplate(tx, { ...query, channel: 'inApp' })) ??
    (await findTemplate(tx, { ...query, channel: 'email' }));
  return text === null ? null : fillEntry(text, content);
}

function fillEntry(text: TemplateRow, content: Record<string, unknown>): NoticeValues['custom'] {
  try {
    const { subject, paragraphs, button } = fillTemplate(text, content);
    const body = paragraphs.map((line) => line.text).join('\n');
    return { title: subject, body, ...(button !== null && { url: button.link }) };
  } catch {
    // Its button has no web address; the entry says the rest.
    return { title: toText(text.subject, content), body: '' };
  }
}
