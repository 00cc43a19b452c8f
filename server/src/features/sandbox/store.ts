import type { z } from 'zod';
import type { sandboxSettings } from '@boardwire/contract/sandbox';
import type { Transaction } from '../../platform/database/database.ts';

/** What an organization has set. */
export type SandboxSettings = z.output<typeof sandboxSettings>;

/** A message as it is kept. */
export interface CapturedRow {
  deliveryId: string;
  jobId: string;
  channel: 'email' | 'sms' | 'push' | 'webhook';
  addressSealed: string;
  content: Record<string, string>;
  headers: Record<string, string>;
  attempt: number;
  capturedAt: string;
  /** The board that it is about, or null. */
  boardId: string | null;
}

/** Messages of one organization that are kept. */
const KEEP = 1_000;

/** Off, without faults, for whoever never set anything. */
export async function readSettings(
  tx: Transaction,
  organizationId: string,
): Promise<SandboxSettings> {
  const [row] = await tx.query<SandboxSettings>(
    `select is_on as "isOn", api_key_ids as "apiKeyIds", faults from sandboxes where organization_id = $1`,
    [organizationId],
  );
  return row ?? { isOn: false, apiKeyIds: [], faults: [] };
}

export async function writeSettings(
  tx: Transaction,
  organizationId: string,
  { isOn, apiKeyIds, faults }: SandboxSettings,
): Promise<void> {
  await tx.query(
    `insert into sandboxes (organization_id, is_on, api_key_ids, faults) values ($1, $2, $3, $4)
     on conflict (organization_id) do update set is_on = excluded.is_on, api_key_ids = excluded.api_key_ids,
       faults = excluded.faults, updated_at = now()`,
    [organizationId, isOn, apiKeyIds, JSON.stringify(faults)],
  );
}

/** Keeps a message; a copy under the same delivery takes the place of the one before. The oldest go. */
export async function keepCaptured(
  tx: Transaction,
  row: Omit<CapturedRow, 'capturedAt' | 'boardId'> & { organizationId: string },
): Promise<void> {
  await tx.query(
    `insert into sandbox_messages (delivery_id, organization_id, message_id, channel, address_sealed, content, headers, attempt)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (delivery_id) do update set content = excluded.content, headers = excluded.headers,
       attempt = excluded.attempt, captured_at = now()`,
    [
      row.deliveryId,
      row.organizationId,
      row.jobId,
      row.channel,
      row.addressSealed,
      row.content,
      row.headers,
      row.attempt,
    ],
  );
  await tx.query(
    `delete from sandbox_messages where organization_id = $1 and delivery_id <= (
       select delivery_id from sandbox_messages where organization_id = $1
       order by delivery_id desc offset ${KEEP} limit 1)`,
    [row.organizationId],
  );
}

export async function isCaptured(tx: Transaction, deliveryId: string): Promise<boolean> {
  const rows = await tx.query('select 1 from sandbox_messages where delivery_id = $1', [
    deliveryId,
  ]);
  return rows.length > 0;
}

/** Captured messages, the newest first. */
export function listCaptured(
  tx: Transaction,
  organizationId: string,
  page: { channel: string | null; jobId: string | null; before: string | null; limit: number },
): Promise<CapturedRow[]> {
  return tx.query<CapturedRow>(
    `select delivery_id as "deliveryId", message_id as "jobId", channel, address_sealed as "addressSealed", content,
       headers, attempt, captured_at as "capturedAt",
       (select subject ->> 'boardId' from messages as m where m.id = message_id) as "boardId"
     from sandbox_messages
     where organization_id = $1 and ($2::text is null or channel = $2) and ($3::uuid is null or message_id = $3)
       and ($4::uuid is null or delivery_id < $4)
     order by delivery_id desc limit $5`,
    [organizationId, page.channel, page.jobId, page.before, page.limit],
  );
}

export async function clearCaptured(tx: Transaction, organizationId: string): Promise<number> {
  const rows = await tx.query(
    'delete from sandbox_messages where organization_id = $1 returning 1',
    [organizationId],
  );
  return rows.length;
}
