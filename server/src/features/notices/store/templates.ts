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

/** A text that something is to be written with. */
export interface WantedTemplate {
  organizationId: string;
  key: string;
  channel: string;
  locale: string;
  /** Texts saved later are not for this message; null: the newest. */
  version: number | null;
}

/** A text of a key for a channel: in the reader's language, else in English, else in whatever there is. */
export async function findTemplate(
  tx: Transaction,
  wanted: WantedTemplate,
): Promise<TemplateRow | null> {
  const [row = null] = await findTemplates(tx, [wanted]);
  return row;
}

/** The same for several, in one statement; null where there is none. */
export async function findTemplates(
  tx: Transaction,
  wanted: readonly WantedTemplate[],
): Promise<(TemplateRow | null)[]> {
  const rows = await tx.query<TemplateRow & { place: number }>(
    `select w.place::int - 1 as place, t.* from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[]) with ordinality
       as w (organization, wanted_key, wanted_channel, reader, newest, place) cross join lateral (
       select ${COLUMNS} from notification_templates
       where organization_id = w.organization and key = w.wanted_key and channel = w.wanted_channel
         and (w.newest is null or version <= w.newest)
       order by locale = w.reader desc, locale = split_part(w.reader, '-', 1) desc, locale = 'en' desc, locale, version desc
       limit 1) as t`,
    [
      wanted.map(({ organizationId }) => organizationId),
      wanted.map(({ key }) => key),
      wanted.map(({ channel }) => channel),
      wanted.map(({ locale }) => locale),
      wanted.map(({ version }) => version),
    ],
  );
  const found = new Map(rows.map(({ place, ...row }) => [place, row]));
  return wanted.map((_, index) => found.get(index) ?? null);
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
