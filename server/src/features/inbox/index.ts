import { HOUR_MS, SECOND_MS } from '../../kernel/time.ts';
import type { Config } from '../../platform/config/config.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Feature } from '../../platform/feature.ts';
import { deliverInbox, type InboxParts } from './deliver-inbox.ts';
import { forgetArchived } from './forget-archived.ts';
import { inboxOperations } from './operations.ts';
import { wakeSnoozed } from './wake-snoozed.ts';

export { deliverInbox } from './deliver-inbox.ts';
export { refreshInbox, rewordInbox, withdrawInbox } from './store/amend.ts';
export { readHeads, INBOX_BELL } from './store/positions.ts';

/** How late an entry is when its bell was lost (delivery D19). */
const SWEEP_INTERVAL_MS = SECOND_MS;

/** What waits for each person: entries with numbers without gaps, so that every screen knows what it missed. */
export function createInboxFeature(
  parts: InboxParts & { database: Database; config: Pick<Config, 'INBOX_RETENTION_DAYS'> },
): Feature {
  const { database, config } = parts;
  return {
    operations: inboxOperations,
    chores: [
      {
        name: 'inbox',
        intervalMs: SWEEP_INTERVAL_MS,
        async run(signal) {
          await deliverInbox(parts, signal);
          await wakeSnoozed(database, signal);
        },
      },
      {
        name: 'inbox.forget',
        intervalMs: HOUR_MS,
        run: async (signal) =>
          void (await forgetArchived(database, config.INBOX_RETENTION_DAYS, signal)),
      },
    ],
  };
}
