import { z } from 'zod';
import type { Listener } from '../database/listener.ts';

const note = z.object({
  user: z.uuid(),
  organization: z.uuid(),
  seq: z.int().min(0),
  unread: z.int().min(0),
});

/** How far a person's inbox in an organization is. */
export interface InboxNews {
  userId: string;
  organizationId: string;
  seq: number;
  unread: number;
}

/** Rings for every change of an inbox, on every node, at its commit. */
export interface InboxBell {
  /** Calls `onNews` for what changed, and `onMissed` when some of it may not have been heard. */
  start(onNews: (news: InboxNews) => void, onMissed: () => void): void;
  /** How far the inboxes of these people are now. */
  read(userIds: readonly string[]): Promise<readonly InboxNews[]>;
}

/** The bell over Postgres' notifications. */
export function createInboxBell(
  listener: Pick<Listener, 'on'>,
  { channel, read }: { channel: string; read: InboxBell['read'] },
): InboxBell {
  return {
    read,
    start(onNews, onMissed) {
      listener.on(channel, (payload) => {
        if (payload === undefined) return onMissed();
        const heard = parse(payload);
        if (heard !== null) onNews(heard);
      });
    },
  };
}

/** Anybody with the database's login can notify; what is not ours is not for us. */
function parse(payload: string): InboxNews | null {
  try {
    const parsed = note.safeParse(JSON.parse(payload)).data;
    if (parsed === undefined) return null;
    const { user: userId, organization: organizationId, seq, unread } = parsed;
    return { userId, organizationId, seq, unread };
  } catch {
    return null;
  }
}
