import type { Connection } from './connection.ts';
import type { MutationQueue } from './queue-types.ts';
import type { HubStatus } from './tab-port.ts';

/** Waiting edits that every tab is told of one by one; more are only counted. */
const SHOWN = 100;

/** What a hub's status is read from. */
export interface HubStatusParts {
  queue: MutationQueue;
  connection: Connection;
  storeProblem: string | null;
  isReadOnly: boolean;
}

/** The hub as all tabs see it. */
export function readHubStatus(parts: HubStatusParts): HubStatus {
  const { queue, connection, storeProblem, isReadOnly } = parts;
  const entries = queue.entries.filter(({ isDiscarded }) => !isDiscarded);
  return {
    connection: connection.state,
    waitingCount: entries.length,
    waiting: entries.slice(0, SHOWN),
    isStale: queue.isStale,
    storeProblem,
    isPolling: connection.isFallback,
    // Known from the edits that wait alone: without one, nothing tells when it is over.
    isReadOnly: isReadOnly && entries.length > 0,
  };
}
