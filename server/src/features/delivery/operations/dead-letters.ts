import { z } from 'zod';
import * as contract from '@boardwire/contract/dead-letters';
import { MINUTE_MS } from '../../../kernel/time.ts';
import { decodeCursor, toPage } from '../../../platform/cursor.ts';
import {
  implement,
  requireGrant,
  requireUserId,
  type Operation,
} from '../../../platform/operation.ts';
import type { Sealer } from '../../../platform/sealing.ts';
import { maskSealed } from '../addresses.ts';
import type { Channel } from '../domain/states.ts';
import { ringDoorbell } from '../notify.ts';
import {
  countDeadLetters,
  discardDeadLetters,
  listDeadLetters,
  redriveDeadLetters,
  type DeadLetterFilter,
} from '../store/dead-letters.ts';

/** Dead letters that one transaction takes. */
const BATCH_SIZE = 10_000;
const place = z.tuple([z.uuid()]);

function createList({ sealer }: { sealer: Sealer }): Operation {
  return implement(contract.list, {
    async handle({ cursor, limit, ...input }, context) {
      const { organizationId } = requireGrant(context);
      const page = { before: decodeCursor(cursor, place)?.[0] ?? null, limit: limit + 1 };
      const rows = await listDeadLetters(context.tx, organizationId, toFilter(input), page);
      const letters = rows.map(({ addressSealed, ...row }) => ({
        ...row,
        address: maskSealed(sealer, row.channel, addressSealed),
      }));
      return toPage(letters, limit, ({ id }) => [id]);
    },
  });
}

const redrive = implement(contract.redrive, {
  async handle({ isDryRun, perMinute, ...input }, context) {
    const { organizationId } = requireGrant(context);
    const filter = toFilter(input);
    const matching = await countDeadLetters(context.tx, organizationId, filter);
    if (isDryRun) return { matching, redriven: 0 };
    const redriven = await redriveDeadLetters(context.tx, organizationId, filter, {
      userId: requireUserId(context.actor),
      limit: BATCH_SIZE,
      spacingMs: MINUTE_MS / perMinute,
    });
    await ringDoorbell(context.tx);
    return { matching, redriven };
  },
});

const discard = implement(contract.discard, {
  async handle({ isDryRun, ...input }, context) {
    const { organizationId } = requireGrant(context);
    const filter = toFilter(input);
    const matching = await countDeadLetters(context.tx, organizationId, filter);
    if (isDryRun) return { matching, discarded: 0 };
    const by = { userId: requireUserId(context.actor), limit: BATCH_SIZE };
    return {
      matching,
      discarded: await discardDeadLetters(context.tx, organizationId, filter, by),
    };
  },
});

function toFilter({
  channel = null,
  reason = null,
  category = null,
  ids = null,
}: {
  channel?: Channel | null | undefined;
  reason?: string | null | undefined;
  category?: string | null | undefined;
  ids?: readonly string[] | null | undefined;
}): DeadLetterFilter {
  return { channel, reason, category, ids };
}

/** What nobody could deliver, until somebody decides (delivery D22). */
export function createDeadLetterOperations(parts: { sealer: Sealer }): Operation[] {
  return [createList(parts), redrive, discard];
}
