import { create } from 'zustand';
import type { InboxEntry } from './entries.ts';
import type { Chosen } from './marks.ts';

interface InboxDialogs {
  /** What is to be put off. */
  snoozed: Chosen | null;
  /** What somebody asks about. */
  asked: { organizationId: string; entry: InboxEntry } | null;
}

/** The questions that the page asks, one at a time. */
export const useInboxDialogs = create<InboxDialogs>(() => ({ snoozed: null, asked: null }));

/** Asks until when. */
export function askSnooze(snoozed: Chosen): void {
  useInboxDialogs.setState({ snoozed, asked: null });
}

/** Tells why somebody got an entry. */
export function askWhy(organizationId: string, entry: InboxEntry): void {
  useInboxDialogs.setState({ snoozed: null, asked: { organizationId, entry } });
}

export function closeInboxDialogs(): void {
  useInboxDialogs.setState({ snoozed: null, asked: null });
}
