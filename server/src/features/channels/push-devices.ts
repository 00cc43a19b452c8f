import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log.ts';
import type { Sealer } from '../../platform/sealing.ts';
import { deliveries } from '../delivery/index.ts';
import { deleteDevice, touchDevice, type PushKind } from './store/devices.ts';

/** Keeps the list of devices that take pushes in step with what their services say. Never throws. */
export interface PushDevices {
  /** The browser took its subscription back, or the app was removed. */
  forget(kind: PushKind, address: string): Promise<void>;
  noteUse(kind: PushKind, address: string): Promise<void>;
}

/** Creates it over the table of devices; a failure there must not put in doubt what a service has said. */
export function createPushDevices({
  database,
  sealer,
  log,
}: {
  database: Database;
  sealer: Sealer;
  log: Log;
}): PushDevices {
  const hash = (address: string) => deliveries.hashAddress(sealer, 'push', address);
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error }, 'what became of a device could not be written');
    }
  };
  return {
    forget: (kind, address) =>
      attempt(() => database.write('all', (tx) => deleteDevice(tx, kind, hash(address)))),
    noteUse: (kind, address) =>
      attempt(() => database.write('all', (tx) => touchDevice(tx, kind, hash(address)))),
  };
}
