import type { NoticeValues } from '@boardwire/contract/notices';
import type { Database } from '../../platform/database/database.ts';
import type { Sealer } from '../../platform/sealing.ts';
import { notify } from './notify.ts';
import { ALERT_TEMPLATE, listUnannounced } from './store/dead-letters.ts';

/**
 * Tells administrators of an organization what nobody could deliver: at once, and then every 15 minutes as long as there
 * is more (delivery D22). Answers how many organizations were told. Alerts that failed themselves are no news.
 */
export async function alertDeadLetters({
  database,
  sealer,
}: {
  database: Database;
  sealer: Sealer;
}): Promise<number> {
  const news = await database.read('all', listUnannounced);
  let told = 0;
  for (const { organizationId, slot, count, channels } of news) {
    const payload: NoticeValues['deadLetters'] = { count, channels };
    const id = await database.write('all', (tx) =>
      notify(
        tx,
        {
          organizationId,
          category: 'operation',
          templateKey: ALERT_TEMPLATE,
          payload: { ...payload },
          recipients: [{ segment: 'admins' }],
          actor: { kind: 'system' },
          // Of several nodes that look at once, one tells.
          dedupeKey: `${ALERT_TEMPLATE} ${slot}`,
        },
        { sealer },
      ),
    );
    if (id !== null) told += 1;
  }
  return told;
}
