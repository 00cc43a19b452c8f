import type { Location } from '../../../platform/access.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Channel } from '../domain/states.ts';

/** An address of the list. */
export interface Suppression {
  id: string;
  channel: Exclude<Channel, 'inApp'>;
  address: string;
  reason: 'hardBounce' | 'softBounces' | 'complaint' | 'unsubscribed' | 'manual' | 'gone';
  until: string | null;
  createdAt: string;
}

const COLUMNS = `id, channel, address_masked as address, reason, until, created_at as "createdAt"`;

/** Finds a suppression of an organization; those of the instance are nobody's to lift here. */
export async function locateSuppression(tx: Transaction, id: string): Promise<Location | null> {
  const [row] = await tx.query<Location>(
    `select organization_id as "organizationId" from suppressions where id = $1 and organization_id is not null`,
    [id],
  );
  return row ?? null;
}

export function listSuppressions(
  tx: Transaction,
  organizationId: string,
  { channel, before, limit }: { channel: Channel | null; before: string | null; limit: number },
): Promise<Suppression[]> {
  return tx.query<Suppression>(
    `select ${COLUMNS} from suppressions
     where organization_id = $1 and ($2::text is null or channel = $2) and ($3::uuid is null or id < $3)
     order by id desc limit $4`,
    [organizationId, channel, before, limit],
  );
}

/**
 * Suppresses an address by hand; one that is there already stays as it came. Another end takes the place of one that was given
 * by hand: what somebody asked for, and what a mailbox said of itself, does not end by that.
 */
export async function putSuppression(
  tx: Transaction,
  suppression: {
    id: string;
    organizationId: string;
    channel: Channel;
    hash: Buffer;
    masked: string;
    until: string | null;
  },
): Promise<Suppression> {
  const [row] = await tx.query<Suppression>(
    `insert into suppressions (id, organization_id, channel, address_hash, address_masked, reason, until)
     values ($1, $2, $3, $4, $5, 'manual', $6)
     on conflict (organization_id, channel, address_hash) do update
       set until = case when suppressions.reason = 'manual' then excluded.until else suppressions.until end
     returning ${COLUMNS}`,
    [
      suppression.id,
      suppression.organizationId,
      suppression.channel,
      suppression.hash,
      suppression.masked,
      suppression.until,
    ],
  );
  if (row === undefined) throw new Error('a suppression was not kept');
  return row;
}

export async function deleteSuppression(tx: Transaction, id: string): Promise<void> {
  await tx.query('delete from suppressions where id = $1', [id]);
}
