import { z } from 'zod';
import type { Database } from '../../platform/database/database.ts';
import { SealError, type Sealer } from '../../platform/sealing.ts';
import { createId } from '../../kernel/ids.ts';
import { deliveries } from '../delivery/index.ts';
import { isMember, suppressAddress, turnOffMail } from './store/unsubscribe.ts';
import { unsubscribeHeaders } from './unsubscribe-headers.ts';

const about = z.object({
  organizationId: z.uuid().nullable(),
  userId: z.uuid().nullable(),
  email: z.string(),
  category: z.string(),
});
/** Whom and what a link stops. */
export type UnsubscribeAbout = z.output<typeof about>;

/** Links at the foot of mails, and in their headers (RFC 8058). */
export interface Unsubscribe {
  link(about: UnsubscribeAbout): string;
  /** The headers that carry a link. */
  headers(link: string): Record<string, string>;
  /** What a link's token stands for; null for one that we did not make. */
  read(token: string): UnsubscribeAbout | null;
  /** Stops the mails; as often as one likes. */
  apply(about: UnsubscribeAbout): Promise<void>;
}

const PLACE = 'unsubscribe';

/**
 * Creates them. A token is sealed: it shows nobody whose it is, cannot be made by others, and works for as long as the
 * mail lies somewhere.
 */
export function createUnsubscribe({
  sealer,
  publicUrl,
  database,
}: {
  sealer: Sealer;
  publicUrl: string;
  database: Database;
}): Unsubscribe {
  return {
    link: (whom) => `${publicUrl}/unsubscribe/${toToken(sealer.seal(JSON.stringify(whom), PLACE))}`,
    headers: unsubscribeHeaders,
    read(token) {
      try {
        return about.parse(JSON.parse(sealer.open(fromToken(token), PLACE)));
      } catch (error) {
        if (error instanceof SealError) return null;
        throw error;
      }
    },
    apply: (whom) => apply({ sealer, database }, whom),
  };
}

/** A member's choice is a preference, which they find again; an address without one is left alone altogether. */
async function apply(
  { sealer, database }: { sealer: Sealer; database: Database },
  { organizationId, userId, email, category }: UnsubscribeAbout,
): Promise<void> {
  await database.write('all', async (tx) => {
    const member = { organizationId: organizationId ?? '', userId: userId ?? '' };
    if (organizationId !== null && userId !== null && (await isMember(tx, member)))
      return turnOffMail(tx, { ...member, category });
    return suppressAddress(tx, {
      id: createId(),
      organizationId,
      addressHash: deliveries.hashAddress(sealer, 'email', email),
      addressMasked: deliveries.maskAddress('email', email),
    });
  });
}

/** The version stands before the first point; the rest is base64. */
function toToken(sealed: string): string {
  const [version = '', body = ''] = sealed.split('.');
  return `${version}.${Buffer.from(body, 'base64').toString('base64url')}`;
}

function fromToken(token: string): string {
  const [version = '', body = ''] = token.split('.');
  return `${version}.${Buffer.from(body, 'base64url').toString('base64')}`;
}
