import { z } from 'zod';
import * as contract from '@boardwire/contract/dead-letters';
import * as ofInstance from '@boardwire/contract/instance-dead-letters';
import { MINUTE_MS } from '../../../kernel/time.ts';
import { decodeCursor, toPage } from '../../../platform/cursor.ts';
import {
  implement,
  requireGrant,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../../platform/operation.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Sealer } from '../../../platform/sealing.ts';
import { maskSealed } from '../addresses.ts';
import type { Channel } from '../domain/states.ts';
import { ringDoorbell } from '../bell.ts';
import {
  countDeadLetters,
  discardDeadLetters,
  listDeadLetters,
  redriveDeadLetters,
} from '../store/dead-letters.ts';
import type { DeadLetterFilter } from '../store/dead-letter-filter.ts';

/** Dead letters that one transaction takes. */
const BATCH_SIZE = 10_000;
const place = z.tuple([z.uuid()]);

type Scope = string | null;

async function list(
  scope: Scope,
  { cursor, limit, ...asked }: Asked & { cursor?: string | undefined; limit: number },
  { tx, sealer }: { tx: Transaction; sealer: Sealer },
) {
  const page = { before: decodeCursor(cursor, place)?.[0] ?? null, limit: limit + 1 };
  const rows = await listDeadLetters(tx, scope, toFilter(asked), page);
  const letters = rows.map(({ addressSealed, ...row }) => ({
    ...row,
    address: row.channel === null ? null : maskSealed(sealer, row.channel, addressSealed),
  }));
  return toPage(letters, limit, ({ id }) => [id]);
}

async function redrive(
  scope: Scope,
  { isDryRun, perMinute, ...asked }: Asked & { isDryRun: boolean; perMinute: number },
  { tx, actor }: OperationContext,
) {
  const filter = toFilter(asked);
  const matching = await countDeadLetters(tx, scope, filter);
  if (isDryRun) return { matching, redriven: 0 };
  const redriven = await redriveDeadLetters(tx, scope, filter, {
    userId: requireUserId(actor),
    limit: BATCH_SIZE,
    spacingMs: MINUTE_MS / perMinute,
  });
  await ringDoorbell(tx);
  return { matching, redriven };
}

async function discard(
  scope: Scope,
  { isDryRun, ...asked }: Asked & { isDryRun: boolean },
  { tx, actor }: OperationContext,
) {
  const filter = toFilter(asked);
  const matching = await countDeadLetters(tx, scope, filter);
  if (isDryRun) return { matching, discarded: 0 };
  const by = { userId: requireUserId(actor), limit: BATCH_SIZE };
  return { matching, discarded: await discardDeadLetters(tx, scope, filter, by) };
}

/** As callers say which ones they mean. */
interface Asked {
  channel?: Channel | null | undefined;
  reason?: string | null | undefined;
  category?: string | null | undefined;
  ids?: readonly string[] | null | undefined;
}

function toFilter({
  channel = null,
  reason = null,
  category = null,
  ids = null,
}: Asked): DeadLetterFilter {
  return { channel, reason, category, ids };
}

/** What nobody could deliver, until somebody decides (delivery D22): of an organization, or of the instance itself. */
export function createDeadLetterOperations({ sealer }: { sealer: Sealer }): Operation[] {
  const own = (context: OperationContext) => requireGrant(context).organizationId;
  return [
    implement(contract.list, {
      handle: (input, context) => list(own(context), input, { tx: context.tx, sealer }),
    }),
    implement(contract.redrive, {
      handle: (input, context) => redrive(own(context), input, context),
    }),
    implement(contract.discard, {
      handle: (input, context) => discard(own(context), input, context),
    }),
    implement(ofInstance.list, {
      handle: (input, { tx }) => list(null, input, { tx, sealer }),
    }),
    implement(ofInstance.redrive, {
      handle: (input, context) => redrive(null, input, context),
    }),
    implement(ofInstance.discard, {
      handle: (input, context) => discard(null, input, context),
    }),
  ];
}
