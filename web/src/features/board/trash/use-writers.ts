import { t } from '../../../i18n/t.tsx';
import { useRead } from '../../../lib/query.ts';
import { usePeople } from '../people.tsx';
import type { Aside } from './put-aside.ts';

/** Groups and columns do not say who put them aside; the newest of the board's activity does. */
const ACTIVITY_READ = 100;

/** Answers the name of who put something aside; undefined when nothing tells. */
export function useWriters(boardId: string): (aside: Aside) => string | undefined {
  const { nameOf } = usePeople();
  const { data } = useRead('boards.activity', { boardId, limit: ACTIVITY_READ });
  const byMoment = new Map<string, string>();
  for (const { actor, event } of data?.items ?? []) {
    const { groupId, columnId, changes } = event.data as {
      groupId?: string;
      columnId?: string;
      changes?: Record<string, { to: unknown } | undefined>;
    };
    const moment = changes?.['deletedAt']?.to ?? changes?.['archivedAt']?.to;
    const name = actor.userId === undefined ? actor.name : nameOf(actor.userId);
    const id = groupId ?? columnId;
    if (typeof moment === 'string' && id !== undefined)
      byMoment.set(`${id} ${moment}`, name ?? t('board.someone'));
  }
  return ({ id, at, by }) => (by === null ? byMoment.get(`${id} ${at ?? ''}`) : nameOf(by));
}
