import { useEffect } from 'react';
import { client } from '../../lib/client.ts';
import { loadModule } from '../../lib/load-module.ts';
import { useRead } from '../../lib/query.ts';
import { refreshReads } from '../../lib/write.ts';
import { forgetNumbers, hearNews } from './inbox-sync.ts';

/** Makes up for whatever no socket told. */
const REFETCH_MS = 60_000;

client.session.subscribe(() => {
  if (client.session.get().status !== 'signedIn') forgetNumbers();
});

/** How much of one's inbox is unread; undefined until that is known. */
export function useInboxCounts(organizationId: string | undefined) {
  const input = { organizationId: organizationId ?? '' };
  const options = { enabled: organizationId !== undefined, refetchEveryMs: REFETCH_MS };
  return useRead('inbox.count', input, options).data;
}

/** Keeps the inbox up to date while the frame stands: by the live connection, and by asking now and then. */
export function useInboxLive(organizationId: string | undefined): void {
  const counts = useInboxCounts(organizationId);
  const { seq, unread } = counts ?? {};
  useEffect(() => {
    if (organizationId === undefined || seq === undefined || unread === undefined) return;
    hearNews(organizationId, { seq, unread });
    showBadge(unread);
  }, [organizationId, seq, unread]);
  useEffect(() => {
    let stop: (() => void) | undefined;
    let isOver = false;
    // Its code comes after the page; until then, and without it, the inbox is asked for.
    void loadModule(() => import('../../lib/live.ts'))
      .then(({ openLive }) => {
        if (!isOver) stop = openLive().subscribeInbox(hear);
      })
      .catch(() => undefined);
    return () => {
      isOver = true;
      stop?.();
    };
  }, []);
}

function hear(news: { organizationId: string; seq: number; unread: number } | null): void {
  if (news === null) void refreshReads('inbox.count');
  else hearNews(news.organizationId, news);
}

/** The number on the icon of an installed app, where there is one. */
function showBadge(unread: number): void {
  if (!('setAppBadge' in navigator)) return;
  void navigator.setAppBadge(unread).catch(() => undefined);
}
