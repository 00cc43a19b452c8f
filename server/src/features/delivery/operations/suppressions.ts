import { z } from 'zod';
import * as contract from '@boardwire/contract/suppressions';
import { createId } from '../../../kernel/ids.ts';
import { decodeCursor, toPage } from '../../../platform/cursor.ts';
import { implement, requireGrant, type Operation } from '../../../platform/operation.ts';
import { invalid } from '../../../platform/refusal.ts';
import type { Sealer } from '../../../platform/sealing.ts';
import { hashAddress, maskAddress } from '../addresses.ts';
import { deleteSuppression, listSuppressions, putSuppression } from '../store/suppressions.ts';

const place = z.tuple([z.uuid()]);

/** Addresses that nothing more is sent to. */
export function createSuppressionOperations({ sealer }: { sealer: Sealer }): Operation[] {
  const list = implement(contract.list, {
    async handle({ channel = null, cursor, limit }, context) {
      const { organizationId } = requireGrant(context);
      const before = decodeCursor(cursor, place)?.[0] ?? null;
      const page = { channel, before, limit: limit + 1 };
      const rows = await listSuppressions(context.tx, organizationId, page);
      return toPage(rows, limit, ({ id }) => [id]);
    },
  });
  const add = implement(contract.add, {
    async handle({ address, until }, context) {
      if (until !== undefined && new Date(until) <= context.now)
        throw invalid({ path: 'until', message: 'This time is over' });
      const [channel, text] =
        'email' in address
          ? (['email', address.email] as const)
          : (['sms', address.phone] as const);
      return putSuppression(context.tx, {
        id: createId(),
        organizationId: requireGrant(context).organizationId,
        channel,
        hash: hashAddress(sealer, channel, text),
        masked: maskAddress(channel, text),
        until: until ?? null,
      });
    },
  });
  const remove = implement(contract.remove, {
    async handle({ suppressionId }, { tx }) {
      await deleteSuppression(tx, suppressionId);
      return { done: true as const };
    },
  });
  return [list, add, remove];
}
