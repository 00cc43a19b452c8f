import type { InboxEntry } from './entries.ts';
import { readNotice } from './notice-values.ts';

/** Where an entry leads: within the app, to somebody else's page, or nowhere. */
export type NoticeTarget =
  | { kind: 'item'; boardId: string; itemId: string; commentId: string | null }
  | { kind: 'board'; boardId: string }
  | { kind: 'page'; href: string }
  | { kind: 'outside'; url: string }
  | null;

/** Finds where an entry leads. */
export function findTarget(entry: InboxEntry, organizationId: string): NoticeTarget {
  const { boardId, itemId } = entry;
  const notice = readNotice(entry);
  if (notice.type === 'custom' && typeof notice.values.url === 'string')
    return readUrl(notice.values.url);
  if (boardId !== null && itemId !== null)
    return { kind: 'item', boardId, itemId, commentId: commentOf(entry) };
  if (notice.type === 'dueSoon' || notice.type === 'overdue') return dueTarget(notice.values);
  if (notice.type === 'importFinished' && notice.values.board !== null)
    return { kind: 'board', boardId: notice.values.board.id };
  if (notice.type === 'invited') return { kind: 'board', boardId: notice.values.board.id };
  if (notice.type === 'deadLetters')
    return { kind: 'page', href: `/o/${organizationId}/delivery/dead-letters` };
  if (notice.type === 'endpointDisabled')
    return {
      kind: 'page',
      href: `/o/${organizationId}/webhooks/${notice.values.endpointId}`,
    };
  return boardId === null ? null : { kind: 'board', boardId };
}

function commentOf(entry: InboxEntry): string | null {
  const notice = readNotice(entry);
  if (notice.type !== 'commented' && notice.type !== 'mentioned') return null;
  return notice.values.excerpts[0]?.commentId ?? null;
}

function dueTarget({
  board,
  items,
}: {
  board: { id: string };
  items: readonly { id: string }[];
}): NoticeTarget {
  const [first, second] = items;
  if (first === undefined || second !== undefined) return { kind: 'board', boardId: board.id };
  return { kind: 'item', boardId: board.id, itemId: first.id, commentId: null };
}

/** Programs may write any address: only those of the web are followed, ours without leaving the app. */
function readUrl(text: string): NoticeTarget {
  const url = URL.canParse(text, window.location.origin)
    ? new URL(text, window.location.origin)
    : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  const isOwn = url.origin === window.location.origin;
  return isOwn
    ? { kind: 'page', href: url.pathname + url.search + url.hash }
    : { kind: 'outside', url: url.href };
}
