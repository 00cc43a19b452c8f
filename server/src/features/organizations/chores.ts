import { createId } from '../../kernel/ids.ts';
import { HOUR_MS } from '../../kernel/time.ts';
import { bumpEpochs } from '../../platform/access-epochs.ts';
import { appendAudit } from '../../platform/audit.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Chore, ScheduledChore } from '../../platform/feature.ts';
import type { OrganizationsParts } from './parts.ts';
import { claimDueOrganization, deleteOldInvitations, purgeChunk } from './store/purge.ts';

/** Answered, revoked and expired invitations are kept this long for questions. */
const KEEP_INVITATIONS_DAYS = 30;

/** Repeated work of the feature. */
export function createChores({
  database,
  log,
}: Pick<OrganizationsParts, 'database' | 'log'>): Chore[] {
  return [
    {
      name: 'organizations.purge',
      intervalMs: HOUR_MS,
      async run(signal) {
        while (!signal.aborted) {
          const step = await database.write('all', purgeNext);
          if (step === null) return;
          if (step.isGone)
            log.info(
              { organizationId: step.organizationId },
              'an organization was deleted for good',
            );
        }
      },
    },
  ];
}

/** Work of the feature that may wait for the night. */
export function createNightlyChores({
  database,
}: Pick<OrganizationsParts, 'database'>): ScheduledChore[] {
  const step = () => database.write('all', (tx) => deleteOldInvitations(tx, KEEP_INVITATIONS_DAYS));
  return [
    {
      name: 'invitations.forget',
      schedule: 'cleanup',
      async run(signal) {
        while (!signal.aborted && (await step()) > 0);
      },
    },
  ];
}

/** One short transaction of a deletion; null when nothing is due. A stopped process goes on where it was. */
async function purgeNext(
  tx: Transaction,
): Promise<{ organizationId: string; isGone: boolean } | null> {
  const due = await claimDueOrganization(tx);
  if (due === null) return null;
  const isGone = await purgeChunk(tx, due);
  await bumpEpochs(tx, [{ kind: 'organization', subjectId: due.id }]);
  if (isGone) await recordPurge(tx, due);
  return { organizationId: due.id, isGone };
}

/** The organization's own log is gone with it, so the instance remembers. */
async function recordPurge(
  tx: Transaction,
  { id, name }: { id: string; name: string },
): Promise<void> {
  await appendAudit(
    tx,
    [
      {
        action: 'organization.purged',
        chain: 'instance',
        target: { type: 'organization', id },
        details: { name },
      },
    ],
    {
      actor: { kind: 'system', name: 'organizations.purge' },
      info: { requestId: createId(), ipAddress: '', userAgent: '' },
      now: new Date(),
    },
  );
}
