import type { Location } from '../../../platform/access.ts';
import type { Transaction } from '../../../platform/database/database.ts';

/** An endpoint as it is kept. */
export interface EndpointRow {
  id: string;
  organizationId: string;
  name: string;
  url: string;
  secretsSealed: string;
  eventTypes: string[];
  boardId: string | null;
  isOrdered: boolean;
  state: 'enabled' | 'disabled';
  disabledReason: 'gone' | 'failing' | 'person' | null;
  disabledAt: string | null;
  failingSince: string | null;
  lastSuccessAt: string | null;
  callsPerMinute: number | null;
  actsForId: string | null;
  actsForName: string | null;
  createdAt: string;
}

const ENDPOINTS = `
  select w.id, w.organization_id as "organizationId", w.name, w.url, w.secrets_sealed as "secretsSealed",
    w.event_types as "eventTypes", w.board_id as "boardId", w.is_ordered as "isOrdered", w.state,
    w.disabled_reason as "disabledReason", w.disabled_at as "disabledAt", w.failing_since as "failingSince",
    w.last_success_at as "lastSuccessAt", w.calls_per_minute as "callsPerMinute", w.acts_for as "actsForId",
    u.name as "actsForName", w.created_at as "createdAt"
  from webhook_endpoints as w left join users as u on u.id = w.acts_for`;

/** Endpoints of an organization, the oldest first. */
export function listEndpoints(tx: Transaction, organizationId: string): Promise<EndpointRow[]> {
  return tx.query<EndpointRow>(`${ENDPOINTS} where w.organization_id = $1 order by w.id`, [
    organizationId,
  ]);
}

/** Those that are on. */
export function listEnabled(tx: Transaction, organizationId: string): Promise<EndpointRow[]> {
  return tx.query<EndpointRow>(
    `${ENDPOINTS} where w.organization_id = $1 and w.state = 'enabled' order by w.id`,
    [organizationId],
  );
}

export async function findEndpoint(tx: Transaction, id: string): Promise<EndpointRow | null> {
  const [row] = await tx.query<EndpointRow>(`${ENDPOINTS} where w.id = $1`, [id]);
  return row ?? null;
}

export async function insertEndpoint(
  tx: Transaction,
  row: Pick<
    EndpointRow,
    | 'id'
    | 'organizationId'
    | 'name'
    | 'url'
    | 'secretsSealed'
    | 'eventTypes'
    | 'boardId'
    | 'isOrdered'
  > & { actsForId: string },
): Promise<void> {
  await tx.query(
    `insert into webhook_endpoints (id, organization_id, name, url, secrets_sealed, event_types, board_id, is_ordered, acts_for)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      row.id,
      row.organizationId,
      row.name,
      row.url,
      row.secretsSealed,
      row.eventTypes,
      row.boardId,
      row.isOrdered,
      row.actsForId,
    ],
  );
}

/** Writes everything that people change. One that is turned on begins anew: nothing counts against it. */
export async function updateEndpoint(tx: Transaction, row: EndpointRow): Promise<void> {
  await tx.query(
    `update webhook_endpoints set name = $2, url = $3, event_types = $4, board_id = $5, is_ordered = $6, acts_for = $7,
       disabled_reason = case when $8 = 'enabled' then null when state = 'enabled' then 'person' else disabled_reason end,
       disabled_at = case when $8 = 'enabled' then null when state = 'enabled' then now() else disabled_at end,
       failing_since = case when $8 = 'enabled' and state = 'disabled' then null else failing_since end,
       calls_per_minute = case when $8 = 'enabled' and state = 'disabled' then null else calls_per_minute end,
       state = $8, updated_at = now()
     where id = $1`,
    [
      row.id,
      row.name,
      row.url,
      row.eventTypes,
      row.boardId,
      row.isOrdered,
      row.actsForId,
      row.state,
    ],
  );
}

export async function updateSecrets(
  tx: Transaction,
  id: string,
  secretsSealed: string,
): Promise<void> {
  await tx.query(
    'update webhook_endpoints set secrets_sealed = $2, updated_at = now() where id = $1',
    [id, secretsSealed],
  );
}

export async function deleteEndpoint(tx: Transaction, id: string): Promise<void> {
  await tx.query('delete from webhook_endpoints where id = $1', [id]);
}

/** Where an endpoint lives. */
export async function endpointLocator(tx: Transaction, id: string): Promise<Location | null> {
  const [row] = await tx.query<Location>(
    'select organization_id as "organizationId" from webhook_endpoints where id = $1',
    [id],
  );
  return row ?? null;
}
