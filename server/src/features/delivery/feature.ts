import type { Feature } from '../../platform/feature.ts';
import type { Locators } from '../../platform/access.ts';
import { createGauges } from './gauges.ts';
import { createDeadLetterOperations } from './operations/dead-letters.ts';
import { createJobOperations } from './operations/jobs.ts';
import { createLogOperations } from './operations/log.ts';
import type { OperationParts } from './operations/parts.ts';
import { promoteOperation } from './operations/promote.ts';
import { queueOperations } from './operations/queue.ts';
import { createSendOperations } from './operations/send.ts';
import { createSuppressionOperations } from './operations/suppressions.ts';
import { topicOperations } from './operations/topics.ts';
import { createWhyOperation } from './operations/why.ts';
import { countOutcomes } from './outcomes.ts';
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
}

/** Everything that is sent: whom it goes to, when, and what became of it. */
export function createDelivery(parts: SenderParts & OperationParts): Delivery {
  const outcomes = countOutcomes(parts.providersOf);
  const counted = { ...parts, providersOf: outcomes.providersOf };
  const sender = createSender(counted);
  return {
    sender,
    feature: {
      operations: [
        ...createSendOperations(parts),
        ...createJobOperations(parts),
        ...createLogOperations(parts),
        promoteOperation,
        createWhyOperation(parts),
        ...queueOperations,
        ...createDeadLetterOperations(parts),
        ...topicOperations,
        ...createSuppressionOperations(parts),
      ],
      chores: createSweeps(counted, sender),
      gauges: createGauges(parts.database, outcomes),
    },
  };
}
