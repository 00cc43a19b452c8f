import { z } from 'zod';
import * as contract from '@boardwire/contract/sandbox';
import { decodeCursor, toPage } from '../../platform/cursor.ts';
import {
  implement,
  requireGrant,
  type Operation,
  type OperationContext,
} from '../../platform/operation.ts';
import { invalid } from '../../platform/refusal.ts';
import type { Sealer } from '../../platform/sealing.ts';
import { boards } from '../boards/index.ts';
import { deliveries } from '../delivery/index.ts';
import { clearCaptured, listCaptured, readSettings, writeSettings } from './store.ts';

const PLACE = z.tuple([z.uuid()]);

/** Operations on sandboxes and what they captured. */
export function createSandboxOperations({ sealer }: { sealer: Sealer }): Operation[] {
  return [get, set, createList(sealer), clear];
}

const get = implement(contract.get, {
  handle: (_input, context) => readSettings(context.tx, requireGrant(context).organizationId),
});

const set = implement(contract.set, {
  async handle({ isOn, apiKeyIds, faults }, context) {
    const { organizationId } = requireGrant(context);
    const channels = faults.map(({ channel }) => channel);
    if (new Set(channels).size < channels.length)
      throw invalid({ path: 'faults', message: 'Only one fault for each channel' });
    const settings = { isOn, apiKeyIds: [...new Set(apiKeyIds)], faults };
    await writeSettings(context.tx, organizationId, settings);
    context.audit({
      action: 'sandbox.changed',
      chain: { organizationId },
      target: { type: 'organization', id: organizationId },
      details: { isOn, apiKeyIds },
    });
    return settings;
  },
});

function createList(sealer: Sealer): Operation {
  return implement(contract.listMessages, {
    async handle({ channel = null, jobId = null, cursor, limit }, context) {
      const { organizationId } = requireGrant(context);
      const [before = null] = decodeCursor(cursor, PLACE) ?? [];
      const page = { channel, jobId, before, limit: limit + 1 };
      const rows = await listCaptured(context.tx, organizationId, page);
      const { items, nextCursor } = toPage(rows, limit, ({ deliveryId }) => [deliveryId]);
      const isShown = await findShown(context, organizationId, items);
      return {
        nextCursor,
        items: items.map(({ addressSealed, boardId, ...row }) => ({
          ...row,
          ...(isShown(boardId) ? { isWithheld: false } : WITHHELD),
          to: deliveries.openAddress(sealer, row.channel, addressSealed),
        })),
      };
    },
  });
}

const WITHHELD = { isWithheld: true, content: {}, headers: {} } as const;

/** What is about a board is for those who may see the board, whoever looks after messages (security S20). */
async function findShown(
  context: OperationContext,
  organizationId: string,
  rows: readonly { boardId: string | null }[],
): Promise<(boardId: string | null) => boolean> {
  const boardIds = [...new Set(rows.flatMap(({ boardId }) => boardId ?? []))];
  const readable =
    boardIds.length === 0 ? [] : await boards.listReadable(context, organizationId, boardIds);
  const seen = new Set(readable.map(({ id }) => id));
  return (boardId) => boardId === null || seen.has(boardId);
}

const clear = implement(contract.clearMessages, {
  async handle(_input, context) {
    const { organizationId } = requireGrant(context);
    return { count: await clearCaptured(context.tx, organizationId) };
  },
});
