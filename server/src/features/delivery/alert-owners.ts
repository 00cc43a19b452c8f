import type { Database } from '../../platform/database/database.ts';
import type { Sealer } from '../../platform/sealing.ts';
import { createId } from '../../kernel/ids.ts';
import { notify, type NotificationRequest } from './notify.ts';
import { INSTANCE_ALERT } from './store/dead-letter-news.ts';
import { listOwners, takeInstanceNews, type Owner } from './store/instance-news.ts';

interface Words {
  title: string;
  body: string;
}

/** In each language of the product; `{count}` is filled in. */
const WORDS: Readonly<Record<string, Words>> & { readonly en: Words } = {
  en: {
    title: 'Mails of the installation that could not be delivered: {count}',
    body: 'Confirmations and links for new passwords may be among them. They wait until somebody sends them again or discards them.',
  },
  de: {
    title: 'Mails der Installation, die nicht zugestellt werden konnten: {count}',
    body: 'Darunter können Bestätigungen und Links für neue Passwörter sein. Sie warten, bis jemand sie noch einmal sendet oder verwirft.',
  },
  fr: {
    title: 'E-mails de l’installation qui n’ont pas pu être remis : {count}',
    body: 'Il peut s’agir de confirmations ou de liens de nouveau mot de passe. Ils attendent que quelqu’un les renvoie ou les écarte.',
  },
};

/**
 * Tells whoever owns the instance what of its own messages nobody could deliver: at once, and then every 15 minutes as long
 * as there is more (delivery D22). Answers how many were told of.
 */
export async function alertOwners({
  database,
  sealer,
  publicUrl,
}: {
  database: Database;
  sealer: Sealer;
  publicUrl: string;
}): Promise<number> {
  return database.write('all', async (tx) => {
    const count = await takeInstanceNews(tx);
    if (count === 0) return 0;
    const url = `${publicUrl}/instance/dead-letters`;
    for (const owner of await listOwners(tx))
      await notify(tx, toNotice(owner, { count, url }), { sealer });
    return count;
  });
}

/** Whoever belongs to no organization has no inbox, and hears by mail. */
function toNotice(
  { userId, organizationId, email, name, locale }: Owner,
  { count, url }: { count: number; url: string },
): NotificationRequest {
  const { title, body } = WORDS[locale.slice(0, 2)] ?? WORDS.en;
  return {
    organizationId,
    category: 'operation',
    templateKey: 'custom',
    payload: { title: title.replace('{count}', String(count)), body, url },
    recipients: organizationId === null ? [{ email, name, locale }] : [{ userId }],
    channels: organizationId === null ? ['email'] : null,
    priority: 'high',
    actor: { kind: 'system' },
    dedupeKey: `${INSTANCE_ALERT} ${createId()} ${userId}`,
  };
}
