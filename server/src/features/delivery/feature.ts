import type { Feature } from '../../platform/feature.ts';
import type { Locators } from '../../platform/access.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Listener } from '../../platform/database/listener.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { Config } from '../../platform/config/config.ts';
import type { NoteEnds } from './finish-queue.ts';
import { createGauges } from './gauges.ts';
import { readLimits } from './limits.ts';
import { createDeadLetterOperations } from './operations/dead-letters.ts';
import { createJobOperations } from './operations/jobs.ts';
import { createLogOperations } from './operations/log.ts';
import type { OperationParts } from './operations/parts.ts';
import { promoteOperation } from './operations/promote.ts';
import { createQueueOperations } from './operations/queue.ts';
import { createSendOperations } from './operations/send.ts';
import { createSuppressionOperations } from './operations/suppressions.ts';
import { topicOperations } from './operations/topics.ts';
import { createWhyOperation } from './operations/why.ts';
import { createBacklog, type BacklogParts } from './backlog.ts';
import { planOne } from './fan-out.ts';
import { tellOwnerOfOverdue } from './overdue-notice.ts';
import { createOverdueWatch, type OverdueWatch } from './overdue-watch.ts';
import { createSendingFigures } from './sending-figures.ts';
import { findDifferences } from './store/figures.ts';
import { createBell } from './bell.ts';
import { createSender, type Sender, type SenderParts } from './sender.ts';
import { locateMessage } from './store/jobs.ts';
import { locateSuppression } from './store/suppressions.ts';
import { locateTopic } from './store/topics.ts';
import { createSweeps } from './sweeps.ts';

/** Where the objects of deliveries live. */
export const deliveryLocators = {
  message: locateMessage,
  topic: locateTopic,
  suppression: locateSuppression,
} satisfies Locators;

/** The feature, and what the worker role starts and drains. */
export interface Delivery {
  feature: Feature;
  sender: Sender;
  /** Counts ends of deliveries, those that other features write among them. */
  noteEnds: NoteEnds;
  /** Watches over what should have been sent; the api role starts it. */
  createWatch(listEventLags: BacklogParts['listEventLags']): Watch;
}

/** The alarm, and the figure behind it. */
export interface Watch extends OverdueWatch {
  readOverdueS(): Promise<number>;
}

/** What deliveries stand on; how much is sent at once and a minute is in the configuration. */
type DeliveryParts = Omit<SenderParts & OperationParts, 'limits' | 'deliverInbox' | 'ring'> & {
  listener: Listener;
  /** Connections that requests do not need. */
  sendingDatabase: Database;
  config: Config;
  metrics: Metrics;
  deliverInbox(noteEnds: NoteEnds, signal?: AbortSignal, messageId?: string): Promise<unknown>;
};

/** Everything that is sent: whom it goes to, when, and what became of it. */
export function createDelivery(given: DeliveryParts): Delivery {
  const ring = createBell(given.listener);
  const parts = { ...given, ring, limits: readLimits(given.config) };
  const figures = createSendingFigures(parts.metrics);
  const counted = {
    ...parts,
    providersOf: figures.watch(parts.providersOf),
    noteEnds: figures.noteEnds,
    deliverInbox: (signal?: AbortSignal, messageId?: string) =>
      given.deliverInbox(figures.noteEnds, signal, messageId),
  };
  const sending = { ...counted, database: given.sendingDatabase };
  const sender = createSender(sending);
  return {
    sender,
    noteEnds: figures.noteEnds,
    feature: {
      operations: [
        ...createSendOperations(parts),
        ...createJobOperations(parts),
        ...createLogOperations(parts),
        promoteOperation,
        createWhyOperation(parts),
        ...createQueueOperations(parts),
        ...createDeadLetterOperations(parts),
        ...topicOperations,
        ...createSuppressionOperations(parts),
      ],
      chores: createSweeps(
        { ...sending, publicUrl: parts.config.PUBLIC_URL },
        sender,
        parts.config.DELIVERY_RETENTION_DAYS,
      ),
      gauges: createGauges(parts.database, parts.limits),
    },
    createWatch: (listEventLags) => createWatch(counted, listEventLags),
  };
}

function createWatch(
  parts: SenderParts & { config: Config },
  listEventLags: BacklogParts['listEventLags'],
): Watch {
  const { config, database, log } = parts;
  const backlog = createBacklog({ ...parts, listEventLags });
  const deliverNow = async (messageId: string) => {
    await planOne(parts, messageId);
    await parts.deliverInbox(undefined, messageId);
  };
  const notice = { ...parts, publicUrl: config.PUBLIC_URL, deliverNow };
  const watch = createOverdueWatch({
    backlog,
    log,
    findDifferences: () => database.read('all', findDifferences),
    tellOwner: (news) => tellOwnerOfOverdue(notice, news),
  });
  return { ...watch, readOverdueS: async () => (await backlog.look()).overdueS };
}
