import type { Database } from '../../platform/database/database.ts';
import type { Sealer } from '../../platform/sealing.ts';
import { deliveries, type ports } from '../delivery/index.ts';
import { isCaptured, keepCaptured, readSettings, type SandboxSettings } from './store.ts';

type Channel = 'email' | 'sms' | 'push' | 'webhook';

/** A delivery that is captured instead of sent. */
export interface SandboxedDelivery {
  organizationId: string;
  messageId: string;
  channel: Channel;
}

/** What sandboxes stand on. */
export interface SandboxParts {
  database: Database;
  sealer: Sealer;
  /** Makes what takes the place of everybody who sends on a channel. */
  createTrial(trial: {
    channel: Channel;
    captures: {
      keep(captured: { key: string; attempt: number; message: ports.Rendered }): Promise<void>;
      has(key: string): Promise<boolean>;
    };
    faultOf(attempt: number): Promise<SandboxSettings['faults'][number]['kind'] | null>;
  }): ports.Provider;
}

/** Who takes a delivery of a sandbox, and fails as its organization wants it to. */
export function createSandboxProvider(
  { database, sealer, createTrial }: SandboxParts,
  { organizationId, messageId, channel }: SandboxedDelivery,
): ports.Provider {
  return createTrial({
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
    async faultOf(attempt) {
      const { faults } = await database.read('all', (tx) => readSettings(tx, organizationId));
      const fault = faults.find((each) => each.channel === channel);
      return fault === undefined || attempt > fault.attempts ? null : fault.kind;
    },
  });
}
