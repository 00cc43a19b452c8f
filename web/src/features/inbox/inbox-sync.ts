import type { Output } from '@boardwire/sdk/operations';
import type { InfiniteData } from '@tanstack/react-query';
import { call } from '../../lib/call.ts';
import { queryClient } from '../../lib/query-client.ts';
import { refreshReads } from '../../lib/write.ts';
import { type InboxEntry, type InboxFilter, type InboxPage, mergeEntries } from './entries.ts';
import { dropAllMarks, dropHeldMarks, withPendingMarks } from './pending-marks.ts';

type Counts = Output<'inbox.count'>;

/** Changes of one answer. */
const CHANGES = 200;

/** The number up to which everything is shown, by organization. */
const known = new Map<string, number>();
const running = new Map<string, Promise<void>>();

/** How far the inbox is, as the socket or an answer told: what is beyond the known number is read (delivery D4). */
export function hearNews(organizationId: string, { seq, unread }: { seq: number; unread: number }) {
  queryClient.setQueryData<Counts>(['inbox.count', { organizationId }], (counts) =>
    counts === undefined || counts.seq > seq ? counts : { ...counts, seq, unread },
  );
  const before = known.get(organizationId);
  if (before === undefined) return begin(organizationId, seq);
  if (seq <= before) return dropHeldMarks(organizationId, before);
  catchUp(organizationId);
}

/** What was loaded before anybody knew a number is loaded anew. */
function begin(organizationId: string, seq: number): void {
  known.set(organizationId, seq);
  dropHeldMarks(organizationId, seq);
  const lists = { queryKey: ['inbox.list'] };
  if (queryClient.getQueriesData(lists).length > 0) void refreshReads('inbox.list');
}

function catchUp(organizationId: string): void {
  const before = running.get(organizationId);
  if (before !== undefined) return;
  const work = readOn(organizationId).finally(() => running.delete(organizationId));
  running.set(organizationId, work);
}

async function readOn(organizationId: string): Promise<void> {
  for (;;) {
    const since = known.get(organizationId) ?? 0;
    const answer = await call('inbox.changes', { organizationId, since, limit: CHANGES });
    if (!answer.ok) return;
    const { entries, isComplete, seq, unread } = answer.data;
    dropHeldMarks(organizationId, seq);
    showEntries(organizationId, entries);
    const last = isComplete ? seq : (entries.at(-1)?.seq ?? seq);
    known.set(organizationId, Math.max(last, since));
    if (!isComplete) continue;
    const counts = queryClient.getQueryData<Counts>(['inbox.count', { organizationId }]);
    if (counts !== undefined)
      queryClient.setQueryData(['inbox.count', { organizationId }], { ...counts, seq, unread });
    void refreshReads('inbox.count');
    // News that came meanwhile.
    if ((counts?.seq ?? 0) <= seq) return;
  }
}

/** Shows entries as they are now, with the marks under way, in every list of the organization that is loaded. */
export function showEntries(organizationId: string, told: readonly InboxEntry[]): void {
  if (told.length === 0) return;
  const entries = withPendingMarks(organizationId, told);
  const lists = queryClient.getQueryCache().findAll({ queryKey: ['inbox.list'] });
  for (const { queryKey } of lists) {
    const input = queryKey[1] as { organizationId: string; filter: InboxFilter };
    if (input.organizationId !== organizationId) continue;
    queryClient.setQueryData<InfiniteData<InboxPage>>(queryKey, (data) =>
      data === undefined
        ? data
        : { ...data, pages: mergeEntries(data.pages, entries, input.filter) },
    );
  }
  // An answer that is under way may be older than what was just written.
  if (queryClient.isFetching({ queryKey: ['inbox.list'] }) > 0) void refreshReads('inbox.list');
}

/** Whoever logs out or in begins anew. */
export function forgetNumbers(): void {
  known.clear();
  dropAllMarks();
}
