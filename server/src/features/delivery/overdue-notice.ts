import type { Database, Transaction } from '../../platform/database/database.ts';
import type { Sealer } from '../../platform/sealing.ts';
import { MINUTE_MS } from '../../kernel/time.ts';
import { notify } from './notify.ts';
import type { OverdueNews } from './overdue-watch.ts';
import { describeOverdue } from './overdue-words.ts';
import { readNow } from '../../platform/database/clock.ts';
import { findOwner, lockAlarm, saveAlarm, type StoredAlarm } from './store/alarm.ts';

/** What telling stands on. */
export interface OverdueNoticeParts {
  database: Database;
  sealer: Sealer;
  publicUrl: string;
  /** Plans a message and writes its inbox entry here and now: there may be no worker that does. */
  deliverNow(messageId: string): Promise<void>;
}

/** A mail about late deliveries that is late itself is of no use. */
const EXPIRES_AFTER_MS = 15 * MINUTE_MS;

/**
 * Tells the owner of the instance that deliveries are late: at once, then every 15 minutes while it lasts, and when it is
 * over. All processes share what was told, so that one of them tells; whoever belongs to no organization has no inbox.
 */
export async function tellOwnerOfOverdue(
  { database, sealer, publicUrl, deliverNow }: OverdueNoticeParts,
  news: OverdueNews,
): Promise<void> {
  const messageId = await database.write('all', async (tx) => {
    const told = await lockAlarm(tx);
    if (!isNews(told, news)) return null;
    await saveAlarm(tx, news.kind);
    return writeNotice(tx, { news, publicUrl }, sealer);
  });
  if (messageId !== null) await deliverNow(messageId);
}

/** An end is told once, and only of what was told; a new beginning within 15 minutes of the last one is the same trouble. */
function isNews(told: StoredAlarm | null, { kind }: OverdueNews): boolean {
  if (kind === 'over') return told?.kind === 'late';
  return told === null || told.isLongAgo;
}

async function writeNotice(
  tx: Transaction,
  { news, publicUrl }: { news: OverdueNews; publicUrl: string },
  sealer: Sealer,
): Promise<string | null> {
  const owner = await findOwner(tx);
  if (owner === null) return null;
  const { organizationId, userId, locale } = owner;
  const url = `${publicUrl}/o/${organizationId}/delivery/queues`;
  return notify(
    tx,
    {
      organizationId,
      category: 'operation',
      templateKey: 'custom',
      payload: { ...describeOverdue(news, locale), url },
      recipients: [{ userId }],
      priority: 'high',
      expiresAt: new Date((await readNow(tx)).getTime() + EXPIRES_AFTER_MS),
      actor: { kind: 'system' },
    },
    { sealer },
  );
}
