import type { Transaction } from '../../../platform/database/database.ts';

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

export function readMessages(tx: Transaction, ids: readonly string[]): Promise<MessageRow[]> {
  return tx.query<MessageRow>(
    `select ${COLUMNS} from messages m left join organizations o on o.id = m.organization_id where m.id = any($1)`,
    [ids],
  );
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
