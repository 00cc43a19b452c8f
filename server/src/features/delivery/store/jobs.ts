import type { Location } from '../../../platform/access.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Channel, DeliveryState, Hold } from '../domain/states.ts';

/** A message as whoever follows it sees it. */
export interface JobRow {
  id: string;
  createdAt: string;
  scheduledAt: string;
  isPlanned: boolean;
  isParked: boolean;
  isCancelled: boolean;
  counts: Partial<Record<DeliveryState, number>>;
}

/** An attempt as it was written down. */
export interface AttemptRow {
  number: number;
  startedAt: string;
  endedAt: string | null;
  outcome: 'accepted' | 'refused' | 'uncertain' | 'fenced' | null;
  code: string | null;
  latencyMs: number | null;
}

/** A delivery with its attempts. */
export interface DeliveryRow {
  id: string;
  channel: Channel;
  recipientId: string | null;
  state: DeliveryState;
  hold: Hold | null;
  reason: string | null;
  runAt: string;
  finalAt: string | null;
  attempts: AttemptRow[];
}

/** The lines of a digest are due with it. */
export const RUN_AT = `coalesce((select closes_at from digests as g where g.id = d.digest_id), d.run_at)`;

/** Finds a message, or the one of a delivery; those of the instance belong to nobody. */
export async function locateMessage(tx: Transaction, id: string): Promise<Location | null> {
  const [row] = await tx.query<Location>(
    `select organization_id as "organizationId" from messages where id = $1 and organization_id is not null
     union all
     select organization_id from deliveries where id = $1 and organization_id is not null limit 1`,
    [id],
  );
  return row ?? null;
}

/** Who asked for a message, or for the one of a delivery; null when it is gone. */
export async function findAsker(
  tx: Transaction,
  id: string,
): Promise<{ kind: string; id: string | null } | null> {
  const [row] = await tx.query<{ kind: string; id: string | null }>(
    `select actor ->> 'kind' as kind, actor ->> 'id' as id from messages
     where id = coalesce((select message_id from deliveries where id = $1), $1)`,
    [id],
  );
  return row ?? null;
}

/** A message, or null when there is none of that id. */
export async function findJob(tx: Transaction, id: string): Promise<JobRow | null> {
  const [row] = await tx.query<JobRow>(
    `select id, created_at as "createdAt", scheduled_at as "scheduledAt", fanout_state = 'done' as "isPlanned",
       fanout_state = 'parked' as "isParked",
       cancelled_at is not null as "isCancelled", coalesce((
         select jsonb_object_agg(state, count) from (
           select state, count(*)::int as count from deliveries where message_id = $1 group by state) as counted), '{}') as counts
     from messages where id = $1`,
    [id],
  );
  return row ?? null;
}

/** A delivery with its attempts, or null when there is none of that id. */
export async function findDelivery(tx: Transaction, id: string): Promise<DeliveryRow | null> {
  const [row] = await tx.query<Omit<DeliveryRow, 'attempts'>>(
    `select d.id, d.channel, d.recipient_id as "recipientId", d.state, d.hold, d.reason, ${RUN_AT} as "runAt",
       d.final_at as "finalAt" from deliveries as d where d.id = $1`,
    [id],
  );
  if (row === undefined) return null;
  const attempts = await tx.query<AttemptRow>(
    `select number, started_at as "startedAt", ended_at as "endedAt", outcome, code, latency_ms as "latencyMs"
     from delivery_attempts where delivery_id = $1 order by number`,
    [id],
  );
  return { ...row, attempts };
}

/** Where a board is, or an item; null when it is not in the organization. */
export async function findSubject(
  tx: Transaction,
  organizationId: string,
  { boardId, itemId }: { boardId?: string; itemId?: string },
): Promise<{ boardId: string; workspaceId: string; itemId: string | null } | null> {
  const [row] = await tx.query<{ boardId: string; workspaceId: string; itemId: string | null }>(
    `select b.id as "boardId", b.workspace_id as "workspaceId", i.id as "itemId"
     from boards as b left join items as i on i.board_id = b.id and i.id = $3
     where b.organization_id = $1 and ($2::uuid is null or b.id = $2) and ($3::uuid is null or i.id is not null)
       and (b.id = $2 or i.id = $3)`,
    [organizationId, boardId ?? null, itemId ?? null],
  );
  return row ?? null;
}
