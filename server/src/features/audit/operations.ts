import { z } from 'zod';
import * as contract from '@boardwire/contract/audit';
import { INSTANCE_CHAIN_ID } from '../../platform/audit.ts';
import { decodeCursor, toPage, type Page } from '../../platform/cursor.ts';
import type { Transaction } from '../../platform/database/database.ts';
import {
  implement,
  requireGrant,
  requireUserId,
  type Operation,
} from '../../platform/operation.ts';
import { toFile, type Entry } from './export.ts';
import { listNewestFirst, listOldestFirst, type EntryFilter, type EntryRow } from './store.ts';
import { verifyChain } from './verify.ts';

/** Entries in one exported file: about 5 MB. */
const EXPORT_ROWS = 10_000;

const place = z.tuple([z.int()]);

const list = implement(contract.list, {
  handle({ action, actorId, from, to, ...page }, context) {
    const chainId = requireGrant(context).organizationId;
    return readPage(context.tx, { chainId, action, actorId, from, to }, page);
  },
});

const exportLog = implement(contract.exportLog, {
  async handle({ action, actorId, from, to, format, after }, context) {
    const chainId = requireGrant(context).organizationId;
    const filter = { chainId, action, actorId, from, to };
    const rows = await listOldestFirst(context.tx, filter, { after, limit: EXPORT_ROWS });
    return toFile(rows.map(toEntry), format, after);
  },
});

const verify = implement(contract.verify, {
  handle: (_input, context) => verifyChain(context.tx, requireGrant(context).organizationId),
});

const listOwn = implement(contract.listOwn, {
  handle: (page, { tx, actor }) => readPage(tx, { chainId: requireUserId(actor) }, page),
});

const listInstance = implement(contract.listInstance, {
  handle: (page, { tx }) => readPage(tx, { chainId: INSTANCE_CHAIN_ID }, page),
});

/** Reading and checking audit logs. */
export const auditOperations: readonly Operation[] = [
  list,
  exportLog,
  verify,
  listOwn,
  listInstance,
];

async function readPage(
  tx: Transaction,
  filter: EntryFilter,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<Entry>> {
  const before = decodeCursor(cursor, place)?.[0] ?? null;
  const rows = await listNewestFirst(tx, filter, { before, limit });
  return toPage(rows.map(toEntry), limit, ({ sequence }) => [sequence]);
}

function toEntry({ actor, actorName, ipAddress, ...row }: EntryRow): Entry {
  return {
    ...row,
    actor: {
      kind: actor.kind,
      userId: actor.userId ?? null,
      apiKeyId: actor.apiKeyId ?? null,
      name: actorName ?? actor.name ?? null,
    },
    // Acts of the program itself come from no address.
    ipAddress: ipAddress === '' ? null : ipAddress,
  };
}
