import type { NoticeChannel } from '@boardwire/contract/notices';
import type { Transaction } from '../../../platform/database/database.ts';
import { forReader } from './templates.ts';

/** A message as far as it is written out. */
export interface MessageRow {
  id: string;
  organizationId: string | null;
  organizationName: string | null;
  category: string;
  templateKey: string;
  templateVersion: number | null;
  payload: Record<string, unknown>;
  payloadSealed: string | null;
}

const COLUMNS = `m.id, m.organization_id as "organizationId", o.name as "organizationName", m.category,
  m.template_key as "templateKey", m.template_version as "templateVersion", m.payload, m.payload_sealed as "payloadSealed"`;

/** What decides what is read for a delivery. */
export interface Reading {
  messageId: string;
  channel: NoticeChannel;
  locale: string;
}

/** A message with the organization's text for one channel and reader, where there is one. */
export interface ReadMessage extends Reading {
  message: MessageRow;
  own: { subject: string; source: string } | null;
}

/** Reads messages to be written out, in one statement; those that are not there are left out. */
export async function readMessages(
  tx: Transaction,
  readings: readonly Reading[],
): Promise<ReadMessage[]> {
  const rows = await tx.query<
    MessageRow & Reading & { ownSubject: string | null; ownSource: string | null }
  >(
    `select ${COLUMNS}, w.message_id as "messageId", w.channel, w.locale, t.subject as "ownSubject", t.source as "ownSource"
     from unnest($1::uuid[], $2::text[], $3::text[]) as w (message_id, channel, locale)
     join messages m on m.id = w.message_id left join organizations o on o.id = m.organization_id
     left join lateral (
       select subject, source from notification_templates as n
       where n.organization_id = m.organization_id and n.key = m.template_key and n.channel = w.channel
         and (m.template_version is null or n.version <= m.template_version)
       order by ${forReader('w.locale')}) as t on true`,
    [
      readings.map(({ messageId }) => messageId),
      readings.map(({ channel }) => channel),
      readings.map(({ locale }) => locale),
    ],
  );
  return rows.map(({ messageId, channel, locale, ownSubject, ownSource, ...message }) => ({
    messageId,
    channel,
    locale,
    message,
    own: ownSource === null ? null : { subject: ownSubject ?? '', source: ownSource },
  }));
}

/** What a digest says: its first lines in the order they came, with the number of all. */
export async function listDigestLines(
  tx: Transaction,
  digestId: string,
  limit: number,
): Promise<{ messages: MessageRow[]; count: number }> {
  const rows = await tx.query<MessageRow & { count: number }>(
    `select ${COLUMNS}, count(*) over ()::int as count
     from deliveries d join messages m on m.id = d.message_id left join organizations o on o.id = m.organization_id
     where d.digest_id = $1 and d.state = 'sending' and m.cancelled_at is null
     order by m.created_at, d.id limit $2`,
    [digestId, limit],
  );
  return { messages: rows, count: rows[0]?.count ?? 0 };
}
