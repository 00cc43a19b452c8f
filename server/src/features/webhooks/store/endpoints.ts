import type { Location } from '../../../platform/access.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import { STAND, type Stand } from './stand.ts';

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
  createdAt: string;
  actsFor: Stand | null;
}

/** One that something that happens may be for. */
interface HearingRow extends EndpointRow {
  /** Since when whoever stands behind it has no say here. */
  lostAt: string | null;
  isLongLost: boolean;
}

const ENDPOINTS = `
  select w.id, w.organization_id as "organizationId", w.name, w.url, w.secrets_sealed as "secretsSealed",
    w.event_types as "eventTypes", w.board_id as "boardId", w.is_ordered as "isOrdered", w.state,
    w.disabled_reason as "disabledReason", w.disabled_at as "disabledAt", w.failing_since as "failingSince",
    w.last_success_at as "lastSuccessAt", w.calls_per_minute as "callsPerMinute", w.created_at as "createdAt",
    ${STAND} as "actsFor"
  from webhook_endpoints as w`;

/** What turning an endpoint on ($8 = 'enabled') or off changes; what is so already stays as it is. */
const IS_TURNED_ON = `$8 = 'enabled' and state = 'disabled'`;
const IS_TURNED_OFF = `$8 = 'disabled' and state = 'enabled'`;
const TURNED = `state = coalesce($8, state),
  disabled_reason = case when ${IS_TURNED_ON} then null when ${IS_TURNED_OFF} then 'person' else disabled_reason end,
  disabled_at = case when ${IS_TURNED_ON} then null when ${IS_TURNED_OFF} then now() else disabled_at end,
  failing_since = case when ${IS_TURNED_ON} then null else failing_since end,
  failing_days = case when ${IS_TURNED_ON} then 0 else failing_days end,
  calls_per_minute = case when ${IS_TURNED_ON} then null else calls_per_minute end`;

/** Endpoints of an organization, the oldest first. */
export function listEndpoints(tx: Transaction, organizationId: string): Promise<EndpointRow[]> {
  return tx.query<EndpointRow>(`${ENDPOINTS} where w.organization_id = $1 order by w.id`, [
    organizationId,
  ]);
}

/** For how long what would have been sent to an endpoint that hears of nothing is written down, to be sent later. */
const KEPT_WHILE_SILENT = "interval '30 days'";

/** Those that are on, or were a while ago. */
export function listHearing(tx: Transaction, organizationId: string): Promise<HearingRow[]> {
  return tx.query<HearingRow>(
    `select e.*, s.lost_at as "lostAt", coalesce(s.lost_at < now() - ${KEPT_WHILE_SILENT}, false) as "isLongLost"
     from (${ENDPOINTS} where w.organization_id = $1) as e join webhook_endpoints as s on s.id = e.id
     where s.state = 'enabled' or s.disabled_at > now() - ${KEPT_WHILE_SILENT} order by s.id`,
    [organizationId],
  );
}

/** Notes that whoever stands behind an endpoint has lost, or has again, their say; answers since when it is lost. */
export async function noteLost(
  tx: Transaction,
  id: string,
  isLost: boolean,
): Promise<string | null> {
  const [row] = await tx.query<{ lostAt: string | null }>(
    `update webhook_endpoints set lost_at = case when $2 then coalesce(lost_at, now()) end where id = $1
     returning lost_at as "lostAt"`,
    [id, isLost],
  );
  return row?.lostAt ?? null;
}

export async function findEndpoint(tx: Transaction, id: string): Promise<EndpointRow | null> {
  const [row] = await tx.query<EndpointRow>(`${ENDPOINTS} where w.id = $1`, [id]);
  return row ?? null;
}

/** The same, and nobody else writes it until the transaction ends: neither people nor what a call has come to. */
export async function lockEndpoint(tx: Transaction, id: string): Promise<EndpointRow | null> {
  await tx.query('select 1 from webhook_endpoints where id = $1 for update', [id]);
  return findEndpoint(tx, id);
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
  > & { actsForId: string; actsForKeyId: string | null },
): Promise<void> {
  await tx.query(
    `insert into webhook_endpoints (id, organization_id, name, url, secrets_sealed, event_types, board_id, is_ordered, acts_for, acts_for_key)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
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
      row.actsForKeyId,
    ],
  );
}

/** What people change of an endpoint. */
export type EndpointChanges = Partial<
  Pick<EndpointRow, 'name' | 'url' | 'eventTypes' | 'boardId' | 'isOrdered' | 'state'>
>;

/** Writes what is given, and who stands behind it unless that stays. One that is turned on begins anew: nothing counts against it. */
export async function updateEndpoint(
  tx: Transaction,
  id: string,
  { boardId, ...changes }: EndpointChanges,
  stand: { userId: string; apiKeyId: string | null } | null,
): Promise<void> {
  await tx.query(
    `update webhook_endpoints set name = coalesce($2, name), url = coalesce($3, url),
       event_types = coalesce($4, event_types), board_id = case when $5 then $6 else board_id end,
       is_ordered = coalesce($7, is_ordered),
       acts_for = case when $9::uuid is null then acts_for else $9 end,
       acts_for_key = case when $9::uuid is null then acts_for_key else $10 end, updated_at = now(),
       ${TURNED}
     where id = $1`,
    [
      id,
      changes.name ?? null,
      changes.url ?? null,
      changes.eventTypes ?? null,
      boardId !== undefined,
      boardId ?? null,
      changes.isOrdered ?? null,
      changes.state ?? null,
      stand?.userId ?? null,
      stand?.apiKeyId ?? null,
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
