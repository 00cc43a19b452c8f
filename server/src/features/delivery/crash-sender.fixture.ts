import { request } from 'node:http';
import { setInterval as every } from 'node:timers/promises';
import { connectDatabase } from '../../platform/database/database.ts';
import { createLog } from '../../platform/log.ts';
import { createDispatcher } from './dispatcher.ts';
import { createLapsedLooks } from './lapsed.ts';
import type { Provider } from './provider.ts';

/** A sender for tests to kill: hands each delivery, with its own process number, to the receiver at `sinkUrl`. */
const [url = '', sinkUrl = ''] = process.argv.slice(2);
const LOOK_MS = 100;
/** Nobody who lives may be taken for dead on a busy machine: then a copy would be nobody's kill. */
const LEASE_MS = 5_000;
const SECOND_LOOK_MS = 1_500;
/** Of e-mail (SPEC D5). */
const SLOTS = 10;

const provider: Provider = {
  id: 'sink',
  kind: 'sink',
  channel: 'email',
  capabilities: { dedupe: 'none', receipts: false, timeoutMs: 60_000 },
  send: (_message, { key, signal }) =>
    new Promise((resolve) => {
      const call = request(
        `${sinkUrl}/${process.pid}/${key}`,
        { method: 'POST', signal },
        (answer) => {
          answer.resume().on('end', () => resolve({ kind: 'accepted' }));
        },
      );
      call.on('error', () => resolve({ kind: 'uncertain', code: 'reset' }));
      call.end();
    }),
  check: async () => ({ state: 'healthy' }),
};
const log = createLog('silent');
const database = connectDatabase({ url, poolSize: 4, log });
const dispatcher = createDispatcher({
  database,
  log,
  channel: 'email',
  slots: SLOTS,
  leaseMs: LEASE_MS,
  render: async () => ({ address: 'ada@example.test', content: {} }),
  providersOf: () => [provider],
});
const lapsed = createLapsedLooks({ database, log, secondLookMs: SECOND_LOOK_MS });
process.send?.('ready');
for await (const _ of every(LOOK_MS)) {
  // A backend that was killed takes a look with it; the next one comes.
  await lapsed.look().catch(() => 0);
  await dispatcher.look().catch(() => undefined);
}
