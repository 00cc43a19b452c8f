import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads, showFailureToast } from '../../lib/write.ts';
import { showToast } from '../../ui/toast-store.ts';
import type { InboxEntry } from './entries.ts';

/** What one hears of as a follower: that one can stop from the entry. */
const OF_FOLLOWERS: ReadonlySet<string> = new Set(['commented', 'statusChanged']);

/** The item that an entry came of because one follows it; null for others. */
export function findFollowed({ type, itemId }: InboxEntry): string | null {
  return OF_FOLLOWERS.has(type) ? itemId : null;
}

/** Follows an item no longer; the way back is offered. */
export async function unfollow(itemId: string): Promise<void> {
  const set = async (follows: boolean) => {
    const answer = await call('following.set', { itemId, follows });
    if (!answer.ok) showFailureToast(answer.error);
    await refreshReads('following.get');
    return answer.ok;
  };
  if (!(await set(false))) return;
  const action = { label: t('boards.undo'), run: () => void set(true) };
  showToast({ title: t('inbox.unfollowed'), action });
}
