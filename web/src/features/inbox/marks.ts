import { t } from '../../i18n/t.tsx';
import { formatDateTime } from '../../i18n/format.ts';
import { call } from '../../lib/call.ts';
import { refreshReads, showFailureToast } from '../../lib/write.ts';
import { showToast } from '../../ui/toast-store.ts';
import type { InboxEntry, InboxMark } from './entries.ts';
import { hearNews, showEntries } from './inbox-sync.ts';
import { dropMark, holdMark, settleMark } from './pending-marks.ts';

/** Entries of one organization. */
export interface Chosen {
  organizationId: string;
  entries: readonly InboxEntry[];
}

/** Marks entries: shown at once, taken back when the server refuses. */
export async function markEntries(
  { organizationId, entries }: Chosen,
  as: InboxMark,
  until?: string,
): Promise<boolean> {
  if (entries.length === 0) return true;
  const now = new Date().toISOString();
  const entryIds = entries.map(({ id }) => id);
  const mark = holdMark({ organizationId, entryIds: new Set(entryIds), as, until, now });
  showEntries(organizationId, entries);
  const options = until === undefined ? {} : { until };
  const answer = await call('inbox.mark', { organizationId, which: { entryIds }, as, ...options });
  if (answer.ok) {
    settleMark(mark, answer.data.seq);
    hearNews(organizationId, answer.data);
  } else {
    dropMark(mark);
    showFailureToast(answer.error);
    await refreshReads('inbox.list', 'inbox.count');
  }
  return answer.ok;
}

/** Archives entries, or takes them back into the inbox; the way back is offered. */
export async function archiveEntries({ organizationId, entries }: Chosen): Promise<void> {
  const isBack = entries.every(({ archivedAt }) => archivedAt !== null);
  if (isBack) return void (await markEntries({ organizationId, entries }, 'restored'));
  const done = await markEntries({ organizationId, entries }, 'archived');
  if (done) offerUndo({ organizationId, entries }, t('inbox.archived'));
}

/** Puts entries off to a moment; the way back is offered. */
export async function snoozeEntries(chosen: Chosen, until: string): Promise<void> {
  const done = await markEntries(chosen, 'snoozed', until);
  if (done) offerUndo(chosen, t('inbox.snoozed', { when: formatDateTime(until) }));
}

/** Reads what is unread of them, or makes all unread. */
export async function toggleRead({ organizationId, entries }: Chosen): Promise<void> {
  const isUnread = entries.some(({ readAt }) => readAt === null);
  await markEntries({ organizationId, entries }, isUnread ? 'read' : 'unread');
}

/** Reads all that has come so far, also what is not loaded. */
export async function readAll(organizationId: string, upTo: number): Promise<void> {
  const answer = await call('inbox.mark', { organizationId, which: { upTo }, as: 'read' });
  if (answer.ok) hearNews(organizationId, answer.data);
  else showFailureToast(answer.error);
}

/** As they were before. */
function offerUndo(chosen: Chosen, title: string): void {
  const undo = () => void markEntries(chosen, 'restored');
  showToast({ title, action: { label: t('boards.undo'), run: undo } });
}
