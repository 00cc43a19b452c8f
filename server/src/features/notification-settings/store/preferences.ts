import type { Transaction } from '../../../platform/database/database.ts';

/** A choice as it is kept. */
export interface StoredPreference {
  scope: 'item' | 'board' | 'workspace' | 'all';
  scopeId: string | null;
  category: string | null;
  channel: 'inApp' | 'email' | 'push' | 'sms' | null;
  mode: 'on' | 'off' | 'digest';
}

/** A choice to be made, or to be taken back with a null mode. */
export type WantedPreference = Omit<StoredPreference, 'mode'> & {
  mode: StoredPreference['mode'] | null;
};

/** Whose choices, where. */
export interface Owner {
  organizationId: string;
  userId: string;
}

/** All choices of a person, the widest first. */
export function listPreferences(
  tx: Transaction,
  { organizationId, userId }: Owner,
): Promise<StoredPreference[]> {
  return tx.query<StoredPreference>(
    `select scope, scope_id as "scopeId", category, channel, mode from notification_preferences
     where organization_id = $1 and user_id = $2 and channel is distinct from 'webhook'
     order by array_position(array['all', 'workspace', 'board', 'item'], scope), scope_id, category nulls first,
       channel nulls first`,
    [organizationId, userId],
  );
}

/** Makes choices and takes others back; the last one counts where two say something about the same. */
export async function putPreferences(
  tx: Transaction,
  { organizationId, userId }: Owner,
  wanted: readonly WantedPreference[],
): Promise<void> {
  const rows = JSON.stringify(wanted);
  await tx.query(
    `delete from notification_preferences as p
     using jsonb_to_recordset($3::jsonb) as w (scope text, "scopeId" uuid, category text, channel text)
     where p.organization_id = $1 and p.user_id = $2 and p.scope = w.scope and p.scope_id is not distinct from w."scopeId"
       and p.category is not distinct from w.category and p.channel is not distinct from w.channel`,
    [organizationId, userId, rows],
  );
  await tx.query(
    `insert into notification_preferences (organization_id, user_id, scope, scope_id, category, channel, mode)
     select distinct on (w.scope, w."scopeId", w.category, w.channel) $1::uuid, $2::uuid, w.scope, w."scopeId", w.category,
       w.channel, w.mode
     from rows from (jsonb_to_recordset($3::jsonb) as (scope text, "scopeId" uuid, category text, channel text, mode text))
       with ordinality as w (scope, "scopeId", category, channel, mode, place)
     where w.mode is not null order by w.scope, w."scopeId", w.category, w.channel, w.place desc`,
    [organizationId, userId, rows],
  );
}

/** An item, board or workspace that a choice can be about. */
export interface Place {
  id: string;
  name: string;
  boardId: string | null;
  workspaceId: string;
}

/** Those of the workspaces that are there. */
export function listWorkspaces(
  tx: Transaction,
  organizationId: string,
  ids: readonly string[],
): Promise<Place[]> {
  return tx.query<Place>(
    `select id, name, null::uuid as "boardId", id as "workspaceId" from workspaces
     where organization_id = $1 and id = any($2)`,
    [organizationId, ids],
  );
}

/** Those of the items that are there, whoever asks: their boards say who may see them. */
export function listItemPlaces(
  tx: Transaction,
  organizationId: string,
  ids: readonly string[],
): Promise<{ id: string; name: string; boardId: string }[]> {
  return tx.query(
    `select id, coalesce(field_values->>'title', '') as name, board_id as "boardId" from items
     where organization_id = $1 and id = any($2)`,
    [organizationId, ids],
  );
}

/** Whether somebody owns the installation: they hear of how it runs. */
export async function ownsInstance(tx: Transaction, userId: string): Promise<boolean> {
  const rows = await tx.query('select 1 from users where id = $1 and is_instance_owner', [userId]);
  return rows.length > 0;
}
