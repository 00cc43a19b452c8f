import { z } from 'zod';
import * as contract from '@boardwire/contract/sandbox';
import { decodeCursor, toPage } from '../../platform/cursor.ts';
import { implement, requireGrant, type Operation } from '../../platform/operation.ts';
import { invalid } from '../../platform/refusal.ts';
import type { Sealer } from '../../platform/sealing.ts';
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
      return {
        nextCursor,
        items: items.map(({ addressSealed, ...row }) => ({
          ...row,
          to: deliveries.openAddress(sealer, row.channel, addressSealed),
        })),
      };
    },
  });
}

const clear = implement(contract.clearMessages, {
  async handle(_input, context) {
    const { organizationId } = requireGrant(context);
    return { count: await clearCaptured(context.tx, organizationId) };
  },
});
