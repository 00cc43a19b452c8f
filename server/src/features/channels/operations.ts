import * as contract from '@boardwire/contract/providers';
import { sleep } from '../../kernel/time.ts';
import { implement, type Operation } from '../../platform/operation.ts';
import type { ports } from '../delivery/index.ts';

/** Whoever looks at the page waits for the answers. */
const CHECK_TIMEOUT_MS = 5_000;

/** Operations on providers. */
export function createProviderOperations(list: readonly ports.Provider[]): Operation[] {
  return [
    implement(contract.list, {
      prepare: () => Promise.all(list.map(checkInTime)),
      handle: async (_input, _context, healths) =>
        list.map(({ id, kind, channel, capabilities }, index) => {
          const health = healths[index] ?? { state: 'unhealthy', reason: 'not asked' };
          const before = list.slice(0, index).filter((each) => each.channel === channel);
          return {
            id,
            kind,
            channel,
            rank: before.length + 1,
            tellsReceipts: capabilities.receipts,
            state: health.state,
            reason: health.state === 'healthy' ? null : health.reason,
          };
        }),
    }),
  ];
}

function checkInTime(provider: ports.Provider): Promise<ports.ProviderHealth> {
  const late = sleep(CHECK_TIMEOUT_MS).then((): ports.ProviderHealth => {
    return { state: 'unhealthy', reason: `no answer within ${CHECK_TIMEOUT_MS} ms` };
  });
  return Promise.race([provider.check(), late]);
}
