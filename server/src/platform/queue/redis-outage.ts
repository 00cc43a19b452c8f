import type { RedisClient } from '../redis/redis-client.ts';

/** BullMQ waits before it tries again after exactly this error; after others its workers ask again at once. */
const RETRIED_CODE = 'ECONNREFUSED';

/**
 * Replies of a Redis that takes nothing now and will later: a replica, one that loads, is full, or lacks its disk, its
 * replicas or a part of its cluster. Scripts put the reply into a sentence of theirs, a cluster's driver as well.
 */
const OUTAGE_REPLY =
  /(?:^|-|ReplyError: )(READONLY|MASTERDOWN|LOADING|MISCONF|NOREPLICAS|OOM|BUSY|CLUSTERDOWN|TRYAGAIN)\b/;

/** Makes such replies look like the one error that BullMQ waits after, and reports them, since BullMQ says nothing of it. */
export function markOutages(client: RedisClient, reportError: (error: Error) => void): void {
  const sender = client as unknown as { sendCommand(command: Sent, ...more: unknown[]): unknown };
  const send = sender.sendCommand.bind(client);
  // A command that waits out an outage is sent again with each connection.
  const seen = new WeakSet<Sent>();
  sender.sendCommand = (command, ...more) => {
    if (!seen.has(command)) {
      seen.add(command);
      const reject = command.reject.bind(command);
      command.reject = (error) => {
        if (!OUTAGE_REPLY.test(error.message)) return reject(error);
        reportError(error);
        const outage = new Error(`Redis takes nothing now: ${error.message}`, { cause: error });
        reject(Object.assign(outage, { code: RETRIED_CODE }));
      };
    }
    return send(command, ...more);
  };
}

interface Sent {
  reject(error: Error): void;
}
