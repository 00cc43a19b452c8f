import { z } from 'zod';
import { noticeCategories } from '@boardwire/contract/notices';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { SealError, type Sealer } from '../../platform/sealing.ts';
import { createId } from '../../kernel/ids.ts';
import { deliveries } from '../delivery/index.ts';
import {
  findMember,
  isMember,
  listGathered,
  stopGathering,
  turnOffMail,
} from './store/unsubscribe.ts';
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
/** What a digest says that it is of. */
const DIGEST = 'digest';
/** Categories that are gathered for whoever has chosen nothing. */
const GATHERED = Object.entries(noticeCategories)
  .filter(([, { modes }]) => modes.email === 'digest')
  .map(([name]) => name);

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
    const member = await readMember(tx, { organizationId, userId, email });
    if (member !== null) return stopMails(tx, member, category);
    return deliveries.addSuppression(tx, {
      id: createId(),
      organizationId,
      channel: 'email',
      reason: 'unsubscribed',
      addressHash: deliveries.hashAddress(sealer, 'email', email),
      addressMasked: deliveries.maskAddress('email', email),
    });
  });
}

interface Member {
  organizationId: string;
  userId: string;
}

async function readMember(
  tx: Transaction,
  { organizationId, userId, email }: Omit<UnsubscribeAbout, 'category'>,
): Promise<Member | null> {
  if (organizationId === null) return null;
  if (userId !== null)
    return (await isMember(tx, { organizationId, userId })) ? { organizationId, userId } : null;
  const found = await findMember(tx, { organizationId, email });
  return found === null ? null : { organizationId, userId: found };
}

/**
 * A digest is of many categories: those that are gathered by default are turned off, and so is every choice that gathers, where
 * its reader finds it again.
 */
async function stopMails(tx: Transaction, member: Member, category: string): Promise<void> {
  if (category !== DIGEST) return turnOffMail(tx, { ...member, category });
  for (const each of await listGathered(tx, { ...member, byDefault: GATHERED }))
    await turnOffMail(tx, { ...member, category: each });
  await stopGathering(tx, member);
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
