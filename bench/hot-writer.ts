import type { Config } from '../server/src/platform/config/config.ts';
import { isBoardOperation } from '../server/src/platform/any-operation.ts';
import { createCache } from '../server/src/platform/cache/cache.ts';
import { createClientQueues } from '../server/src/platform/live/client-queues.ts';
import { openNodeBus } from '../server/src/platform/live/open-node-bus.ts';
import type { Log } from '../server/src/platform/log.ts';
import { createOutbox } from '../server/src/platform/outbox.ts';
import { createBoardWriter } from '../server/src/roles/board-writer.ts';
import { composeFeatures } from '../server/src/roles/features.ts';
import { closeFoundation, openFoundation } from '../server/src/roles/foundation.ts';
import { openPostgres } from '../server/src/roles/postgres.ts';
import { createId } from '../server/src/kernel/ids.ts';
import { createRunMutation } from '../server/src/interfaces/live/run-mutation.ts';
import type { Write } from './hot-load.ts';

/** Opens the path of a live mutation in this process, from the checked message on and without a socket. */
export async function openWriter(
  config: Config,
  log: Log,
): Promise<{ write: Write; close(): Promise<void> }> {
  const postgres = await openPostgres(config, log, () => undefined);
  const foundation = await openFoundation(config, log, postgres);
  const bus = openNodeBus(foundation, foundation.metrics.live);
  const writer = createBoardWriter(foundation, bus);
  const cache = createCache({ ...foundation, bus, maxBytes: 1 });
  const composed = composeFeatures(
    { ...foundation, cache },
    async () => undefined,
    writer.mutateBoard,
  );
  const outbox = createOutbox({ ...foundation, consumers: [] });
  const access = writer.open(composed, outbox);
  const operations = composed.features.flatMap((feature) => feature.operations);
  const run = createRunMutation({
    log,
    access,
    submit: createClientQueues(writer.mutateBoard),
    operations: new Map(operations.filter(isBoardOperation).map((each) => [each.spec.name, each])),
  });
  return {
    async write({ userId, clientId, mid, board, itemId, text }) {
      const calls = [
        { op: 'items.update', input: { itemId, values: { [board.textColumnId]: text } } },
      ];
      const answer = await run(
        { kind: 'user', userId, sessionId: '' },
        clientId,
        { mid, board: board.boardId, epoch: 1, calls },
        { requestId: createId(), ipAddress: '', userAgent: '' },
      );
      if (answer.t !== 'ack') throw new Error(JSON.stringify(answer));
    },
    close: () => closeFoundation(foundation),
  };
}
