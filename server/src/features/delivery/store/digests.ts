import type { Transaction } from '../../../platform/database/database.ts';
import type { Channel } from '../domain/states.ts';

/** A digest of a person on a channel. */
export interface DigestKey {
  userId: string;
  channel: Channel;
}

/** A digest that is open, and stays so until the transaction is over. */
export interface OpenDigest extends DigestKey {
  id: string;
}

/** Open digests of these people; none of them is closed while the transaction goes on. */
export function holdOpenDigests(
  tx: Transaction,
  organizationId: string | null,
  userIds: readonly string[],
): Promise<OpenDigest[]> {
  return tx.query<OpenDigest>(
    `select id, user_id as "userId", channel from digests
     where organization_id is not distinct from $1 and user_id = any($2) and state = 'open' order by id for share`,
    [organizationId, userIds],
  );
}

/** Opens digests, or answers those that somebody else has opened meanwhile. */
export function openDigests(
  tx: Transaction,
  organizationId: string | null,
  digests: readonly (OpenDigest & { closesAt: Date })[],
): Promise<OpenDigest[]> {
  return tx.query<OpenDigest>(
    `insert into digests (id, organization_id, user_id, channel, closes_at)
     select d.id, $1, d.user_id, d.channel, d.closes_at
     from jsonb_to_recordset($2::jsonb) as d (id uuid, user_id uuid, channel text, closes_at timestamptz)
     order by d.user_id, d.channel
     on conflict (organization_id, user_id, channel) where state = 'open' do update set closes_at = digests.closes_at
     returning id, user_id as "userId", channel`,
    [
      organizationId,
      JSON.stringify(
        digests.map(({ id, userId, channel, closesAt }) => ({
          id,
          user_id: userId,
          channel,
          closes_at: closesAt,
        })),
      ),
    ],
  );
}

/** Gives the open digests of somebody another time. */
export async function moveOpenDigests(
  tx: Transaction,
  userId: string,
  closesAt: Date,
): Promise<void> {
  await tx.query(`update digests set closes_at = $2 where user_id = $1 and state = 'open'`, [
    userId,
    closesAt,
  ]);
}

/** Ends digests; `carriers` are the deliveries that carry them, in the same order, or null where nothing is left. */
export async function closeDigests(
  tx: Transaction,
  digestIds: readonly string[],
  carriers: readonly (string | null)[],
): Promise<void> {
  await tx.query(
    `update digests as d set state = 'closed', carrier_id = c.carrier_id
     from unnest($1::uuid[], $2::uuid[]) as c (id, carrier_id) where d.id = c.id`,
    [digestIds, carriers],
  );
}

/** Names the digests that deliveries carry. */
export async function markCarriers(
  tx: Transaction,
  carriers: readonly { id: string; digestId: string }[],
): Promise<void> {
  await tx.query(
    `update deliveries as d set carries_digest_id = c.digest_id
     from unnest($1::uuid[], $2::uuid[]) as c (id, digest_id) where d.id = c.id`,
    [carriers.map(({ id }) => id), carriers.map(({ digestId }) => digestId)],
  );
}

/** A delivery that is to be a line of the digest that is about to be sent. */
export interface DigestLine {
  id: string;
  messageId: string;
  organizationId: string | null;
  recipientId: string | null;
  channel: Channel;
  addressHash: string;
  digestId: string;
}

/**
 * Lines that wait for their carrier. Their messages are locked: a cancellation comes before that, or too late; lines whose
 * message was cancelled before, by somebody who has not come to them yet, end here.
 */
export async function listLines(
  tx: Transaction,
  digestIds: readonly string[],
): Promise<DigestLine[]> {
  await tx.query(
    `select id from messages where id in
       (select message_id from deliveries where digest_id = any($1) and state = 'queued') order by id for key share`,
    [digestIds],
  );
  await tx.query(
    `update deliveries as d set state = 'cancelled', hold = null, final_at = now() from messages as m
     where d.digest_id = any($1) and d.state = 'queued' and m.id = d.message_id and m.cancelled_at is not null`,
    [digestIds],
  );
  return tx.query<DigestLine>(
    `select id, message_id as "messageId", organization_id as "organizationId", recipient_id as "recipientId", channel,
       encode(address_hash, 'hex') as "addressHash", digest_id as "digestId"
     from deliveries where digest_id = any($1) and state = 'queued'`,
    [digestIds],
  );
}

/** Lines that go out now: those of cancelled messages end as cancelled, those whose time is over as expired. */
export async function beginLines(tx: Transaction, digestIds: readonly string[]): Promise<void> {
  await tx.query(
    `update deliveries as d set
       state = case when m.cancelled_at is not null then 'cancelled' when d.expires_at <= now() then 'expired' else 'sending' end,
       final_at = case when m.cancelled_at is not null or d.expires_at <= now() then now() end, hold = null
     from messages as m where d.digest_id = any($1) and d.state = 'queued' and m.id = d.message_id`,
    [digestIds],
  );
}

/**
 * Takes the states of carriers over to their lines (delivery D16); those whose message was cancelled meanwhile do not wait
 * again. Lines that were taken out before stay as they are.
 */
export async function followCarriers(
  tx: Transaction,
  carrierIds: readonly string[],
): Promise<void> {
  // Lines that go back to waiting must not slip past a cancellation of their own message.
  await tx.query(
    `select id from messages where id in (
       select d.message_id from deliveries as c join deliveries as d on d.digest_id = c.carries_digest_id
       where c.id = any($1) and c.state = 'queued') order by id for key share`,
    [carrierIds],
  );
  await tx.query(
    `update deliveries as d set
       state = case when c.state = 'queued' and m.cancelled_at is not null then 'cancelled' else c.state end,
       hold = case when c.state = 'queued' and m.cancelled_at is null then 'digest' end, reason = c.reason,
       final_at = case when c.state = 'queued' and m.cancelled_at is not null then now() else c.final_at end
     from deliveries as c, messages as m
     where c.id = any($1) and d.digest_id = c.carries_digest_id and m.id = d.message_id
       and d.state in ('queued', 'sending', 'uncertain', 'sent', 'delivered', 'failed') and d.state <> c.state`,
    [carrierIds],
  );
}

/** Ends all lines of digests that nobody can carry. */
export async function endLines(
  tx: Transaction,
  digestIds: readonly string[],
  reason: string,
): Promise<void> {
  await tx.query(
    `update deliveries set state = 'suppressed', reason = $2, hold = null, final_at = now()
     where digest_id = any($1) and state = 'queued'`,
    [digestIds, reason],
  );
}
