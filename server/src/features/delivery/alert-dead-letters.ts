import type { NoticeValues } from '@boardwire/contract/notices';
import type { Database } from '../../platform/database/database.ts';
import type { Sealer } from '../../platform/sealing.ts';
import { notify } from './notify.ts';
import { ALERT_TEMPLATE, isTold, listUntold, takeNews } from './store/dead-letter-news.ts';

/**
 * Tells administrators of an organization what nobody could deliver: at once, and then every 15 minutes as long as there
 * is more (delivery D22). Answers how many organizations were told.
 */
export async function alertDeadLetters({
  database,
  sealer,
}: {
  database: Database;
  sealer: Sealer;
}): Promise<number> {
  const untold = await database.read('all', listUntold);
  let told = 0;
  for (const { organizationId, alert } of untold)
    told += await database.write('all', async (tx) => {
      if (await isTold(tx, organizationId, alert)) return 0;
      const news = await takeNews(tx, organizationId);
      if (news.count === 0) return 0;
      const payload: NoticeValues['deadLetters'] = news;
      await notify(
        tx,
        {
          organizationId,
          category: 'operation',
          templateKey: ALERT_TEMPLATE,
          payload: { ...payload },
          recipients: [{ segment: 'admins' }],
          actor: { kind: 'system' },
          dedupeKey: alert,
        },
        { sealer },
      );
      return 1;
    });
  return told;
}
