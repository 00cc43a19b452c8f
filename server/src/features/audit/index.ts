import type { Config } from '../../platform/config/config.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Feature } from '../../platform/feature.ts';
import type { Log } from '../../platform/log.ts';
import { auditOperations } from './operations.ts';
import { trimOneChain } from './store.ts';

/** What the feature stands on. */
export interface AuditParts {
  config: Pick<Config, 'AUDIT_RETENTION_DAYS'>;
  database: Pick<Database, 'write'>;
  log: Log;
}

/** Entries that one transaction removes: far less than a second of locks. */
const TRIM_ROWS = 2_000;

/** Audit logs: reading, checking and trimming them. Writing is part of every operation (platform/audit). */
export function createAuditFeature({ config, database, log }: AuditParts): Feature {
  const trim = { days: config.AUDIT_RETENTION_DAYS, limit: TRIM_ROWS };
  return {
    operations: auditOperations,
    scheduled: [
      {
        name: 'audit.trim',
        schedule: 'auditCleanup',
        async run(signal) {
          while (!signal.aborted) {
            const entries = await database.write('all', (tx) => trimOneChain(tx, trim));
            if (entries === 0) return;
            log.info({ entries }, 'audit entries past their time were removed');
          }
        },
      },
    ],
  };
}
