import { unreachable } from '../../kernel/assert.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Sealer } from '../../platform/sealing.ts';
import { createCaptureProvider, createFaultProvider, type Fault } from '../channels/index.ts';
import { deliveries, type ports } from '../delivery/index.ts';
import { isCaptured, keepCaptured, readSettings, type SandboxSettings } from './store.ts';

/** A delivery that is captured instead of sent. */
export interface SandboxedDelivery {
  organizationId: string;
  messageId: string;
  channel: 'email' | 'sms' | 'push' | 'webhook';
}

/** Takes the place of everybody who sends on the delivery's channel, and fails as its organization wants it to. */
export function createSandboxProvider(
  { database, sealer }: { database: Database; sealer: Sealer },
  { organizationId, messageId, channel }: SandboxedDelivery,
): ports.Provider {
  const capture = createCaptureProvider({
    id: 'sandbox',
    channel,
    captures: {
      keep: ({ key, attempt, message: { address, content, headers = {} } }) =>
        database.write('all', (tx) =>
          keepCaptured(tx, {
            deliveryId: key,
            organizationId,
            jobId: messageId,
            channel,
            addressSealed: deliveries.sealAddress(sealer, channel, address),
            content,
            headers,
            attempt,
          }),
        ),
      has: (key) => database.read('all', (tx) => isCaptured(tx, key)),
    },
  });
  return createFaultProvider(capture, async (_message, { attempt }) => {
    const { faults } = await database.read('all', (tx) => readSettings(tx, organizationId));
    const fault = faults.find((each) => each.channel === channel);
    return fault === undefined || attempt > fault.attempts ? { kind: 'none' } : toFault(fault.kind);
  });
}

function toFault(kind: SandboxSettings['faults'][number]['kind']): Fault {
  switch (kind) {
    case 'transient':
    case 'throttled':
    case 'permanent':
    case 'badAddress':
      return { kind: 'refuse', cause: kind };
    case 'lost':
      return { kind: 'lost' };
    case 'timeout':
      return { kind: 'hang' };
    default:
      return unreachable(kind);
  }
}
