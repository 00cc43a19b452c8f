import type { Actor } from '../../platform/actor.ts';
import type { InboxBell, InboxNews } from '../../platform/live/inbox-bell.ts';
import type { LiveMember } from '../../platform/live/live-member.ts';
import type { Log } from '../../platform/log.ts';

/** The connections of each person on this node: what concerns a person goes to theirs alone. */
export interface PeopleSockets {
  add(member: LiveMember): void;
  remove(member: LiveMember): void;
  /** Begins to tell people about their inboxes. */
  start(): void;
}

/** Creates the registry over the bell that rings for inboxes. */
export function createPeopleSockets(bell: InboxBell, log: Log): PeopleSockets {
  const members = new Map<string, Set<LiveMember>>();
  const tell = (news: InboxNews) => {
    for (const member of members.get(news.userId) ?? []) tellMember(member, news);
  };
  const tellAll = async () => {
    if (members.size === 0) return;
    for (const news of await bell.read([...members.keys()])) tell(news);
  };
  return {
    add(member) {
      const userId = personOf(member.actor);
      if (userId === null) return;
      members.set(userId, (members.get(userId) ?? new Set()).add(member));
    },
    remove(member) {
      const userId = personOf(member.actor) ?? '';
      const own = members.get(userId);
      if (own?.delete(member) === true && own.size === 0) members.delete(userId);
    },
    start() {
      bell.start(tell, () => {
        void tellAll().catch((error: unknown) => {
          log.warn({ err: error }, 'live: inboxes could not be read; screens ask by themselves');
        });
      });
    },
  };
}

/** A key acts for its person in one organization, and hears of nothing else. */
function tellMember({ actor, send }: LiveMember, { userId, organizationId, ...head }: InboxNews) {
  if (personOf(actor) !== userId) return;
  if (actor.kind === 'apiKey' && actor.organizationId !== organizationId) return;
  send({ t: 'inbox', organizationId, ...head });
}

function personOf(actor: Actor): string | null {
  return actor.kind === 'user' || actor.kind === 'apiKey' ? actor.userId : null;
}
