import type { JobsParts } from './parts.ts';
import { listOwners, takeUnannounced, type DeadNews, type Owner } from './store/announce.ts';
import { describeDeadJobs } from './dead-words.ts';

/**
 * Tells whoever owns the instance of jobs that were given up: at once, then every 15 minutes as long as there are more.
 * Answers how many jobs were told of.
 */
export async function alertDeadJobs(
  parts: Pick<JobsParts, 'database' | 'sealer' | 'notify' | 'config'>,
): Promise<number> {
  return parts.database.write('all', async (tx) => {
    const news = await takeUnannounced(tx);
    if (news === null) return 0;
    for (const owner of await listOwners(tx)) {
      const request = describeNotice(owner, news, parts.config.PUBLIC_URL);
      await parts.notify(tx, request, { sealer: parts.sealer });
    }
    return news.count;
  });
}

/** Who belongs to no organization has no inbox, and hears by mail. */
function describeNotice(owner: Owner, news: DeadNews, publicUrl: string) {
  const { userId, organizationId, email, name, locale } = owner;
  const url = `${publicUrl}/instance/jobs/all?state=dead`;
  return {
    organizationId,
    category: 'operation',
    templateKey: 'custom',
    payload: { ...describeDeadJobs(news, locale), url },
    recipients: organizationId === null ? [{ email, name, locale }] : [{ userId }],
    channels: organizationId === null ? (['email'] as const) : null,
    priority: 'high' as const,
    actor: { kind: 'system' as const },
  };
}
