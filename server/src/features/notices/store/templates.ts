import type { Json } from '@boardwire/contract/column-types';
import type { NoticeChannel } from '@boardwire/contract/notices';
import type { Transaction } from '../../../platform/database/database.ts';

/** A text of an organization, one of its versions. */
export interface TemplateRow {
  key: string;
  version: number;
  locale: string;
  channel: NoticeChannel;
  subject: string;
  source: string;
  sample: Record<string, Json>;
  checksum: string;
  createdBy: string;
  createdAt: string;
}

const COLUMNS = `key, version, locale, channel, subject, source, sample, checksum, created_by as "createdBy",
  created_at as "createdAt"`;

/** The newest text of each key, language and channel. */
export function listTemplates(
  tx: Transaction,
  organizationId: string,
  key: string | null = null,
): Promise<TemplateRow[]> {
  return tx.query<TemplateRow>(
    `select distinct on (key, locale, channel) ${COLUMNS} from notification_templates
     where organization_id = $1 and ($2::text is null or key = $2)
     order by key, locale, channel, version desc`,
    [organizationId, key],
  );
}

/** Every saved text of a key, the newest first. */
export function listVersions(
  tx: Transaction,
  organizationId: string,
  key: string,
): Promise<TemplateRow[]> {
  return tx.query<TemplateRow>(
    `select ${COLUMNS} from notification_templates where organization_id = $1 and key = $2 order by version desc`,
    [organizationId, key],
  );
}

/** Of the texts of a key for a channel, the one for a reader: in their language, else in English, else in whatever there is. */
export function forReader(locale: string): string {
  return `locale = ${locale} desc, locale = split_part(${locale}, '-', 1) desc, locale = 'en' desc, locale, version desc limit 1`;
}

/** A text of a key for a channel, as its reader is to see it. */
export async function findTemplate(
  tx: Transaction,
  {
    organizationId,
    key,
    channel,
    locale,
    version,
  }: {
    organizationId: string;
    key: string;
    channel: string;
    locale: string;
    /** Texts saved later are not for this message; null: the newest. */
    version: number | null;
  },
): Promise<TemplateRow | null> {
  const [row] = await tx.query<TemplateRow>(
    `select ${COLUMNS} from notification_templates
     where organization_id = $1 and key = $2 and channel = $3 and ($5::int is null or version <= $5)
     order by ${forReader('$4')}`,
    [organizationId, key, channel, locale, version],
  );
  return row ?? null;
}

/** Takes the next number of a key; the lock keeps two at once apart until the transaction ends. */
export async function takeVersion(
  tx: Transaction,
  organizationId: string,
  key: string,
): Promise<number> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `notification_templates ${organizationId} ${key}`,
  ]);
  const [row] = await tx.query<{ version: number }>(
    `select coalesce(max(version), 0) + 1 as version from notification_templates where organization_id = $1 and key = $2`,
    [organizationId, key],
  );
  return row?.version ?? 1;
}

export async function insertTemplate(
  tx: Transaction,
  organizationId: string,
  row: Omit<TemplateRow, 'createdAt'>,
): Promise<TemplateRow> {
  const [inserted] = await tx.query<TemplateRow>(
    `insert into notification_templates (organization_id, key, version, locale, channel, subject, source, sample, checksum,
       created_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${COLUMNS}`,
    [
      organizationId,
      row.key,
      row.version,
      row.locale,
      row.channel,
      row.subject,
      row.source,
      row.sample,
      row.checksum,
      row.createdBy,
    ],
  );
  if (inserted === undefined) throw new Error('a template was not stored');
  return inserted;
}
