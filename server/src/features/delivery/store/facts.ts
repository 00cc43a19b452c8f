import type { Transaction } from '../../../platform/database/database.ts';
import type { Preference } from '../domain/preference.ts';
import type { QuietWindow } from '../domain/quiet-hours.ts';
import type { Channel } from '../domain/states.ts';

/** An account, as far as it decides where and when something reaches it. */
export interface PersonRow {
  userId: string;
  email: string;
  isVerified: boolean;
  locale: string;
  timeZone: string;
  quietZone: string | null;
  quietWindows: QuietWindow[] | null;
  overrideUntil: string | null;
  digestHour: number | null;
  digestDays: number[] | null;
}

/** A browser or phone that takes pushes, or a telephone number that was proved. */
export interface DeviceRow {
  userId: string;
  channel: Extract<Channel, 'push' | 'sms'>;
  hash: string;
  sealed: string;
}

/** An address that nothing more is sent to. */
export interface SuppressionRow {
  channel: Channel;
  hash: string;
  reason: string;
}

export function loadPeople(tx: Transaction, userIds: readonly string[]): Promise<PersonRow[]> {
  return tx.query<PersonRow>(
    `select u.id as "userId", u.email, u.email_verified_at is not null as "isVerified", u.locale, u.time_zone as "timeZone",
       q.time_zone as "quietZone", q.windows as "quietWindows", q.override_until as "overrideUntil",
       t.hour as "digestHour", t.days as "digestDays"
     from users as u left join quiet_hours as q on q.user_id = u.id left join digest_times as t on t.user_id = u.id
     where u.id = any($1)`,
    [userIds],
  );
}

/** Choices of these people in an organization. */
export function loadPreferences(
  tx: Transaction,
  organizationId: string,
  userIds: readonly string[],
): Promise<(Preference & { userId: string })[]> {
  return tx.query(
    `select user_id as "userId", scope, scope_id as "scopeId", category, channel, mode from notification_preferences
     where organization_id = $1 and user_id = any($2)`,
    [organizationId, userIds],
  );
}

/** What members of an organization chose about mails, by their own address, which is given in lower case. */
export function loadMailChoices(
  tx: Transaction,
  organizationId: string,
  emails: readonly string[],
): Promise<(Preference & { email: string })[]> {
  return tx.query(
    `select lower(u.email) as email, p.scope, p.scope_id as "scopeId", p.category, p.channel, p.mode
     from users as u join notification_preferences as p on p.organization_id = $1 and p.user_id = u.id
     where lower(u.email) = any($2) and (p.channel is null or p.channel = 'email')`,
    [organizationId, emails],
  );
}

/**
 * Where pushes and text messages reach these people, the device that was used last first. A browser whose log-in ended may
 * stand before anybody.
 */
export function loadDevices(tx: Transaction, userIds: readonly string[]): Promise<DeviceRow[]> {
  return tx.query<DeviceRow>(
    `select user_id as "userId", case kind when 'phone' then 'sms' else 'push' end as channel,
       encode(address_hash, 'hex') as hash, address_sealed as sealed
     from notification_devices as d where user_id = any($1) and (kind <> 'phone' or verified_at is not null)
       and (session_id is null or exists (
         select 1 from sessions as s where s.id = d.session_id and s.ended_at is null and s.expires_at > now()))
     order by last_used_at desc nulls last, created_at desc`,
    [userIds],
  );
}

/** Which of these addresses are suppressed in an organization, or on the whole instance. */
export function loadSuppressions(
  tx: Transaction,
  organizationId: string | null,
  hashes: readonly string[],
): Promise<SuppressionRow[]> {
  return tx.query<SuppressionRow>(
    `select channel, encode(address_hash, 'hex') as hash, reason from suppressions
     where (organization_id = $1 or organization_id is null)
       and address_hash in (select decode(hash, 'hex') from unnest($2::text[]) as hash)
       and (until is null or until > now())`,
    [organizationId, hashes],
  );
}
