import { firstIdAt } from '../../../platform/database/clock.ts';
import type { Transaction } from '../../../platform/database/database.ts';

/** A message that somebody has not got by every way yet. */
export interface UnsentMessage {
  messageId: string;
  payload: Record<string, unknown>;
}

/** What is told of a comment; on one board, or on whichever its item stood. */
export interface CommentQuery {
  organizationId: string;
  boardId: string | null;
  itemId: string;
  commentId: string;
}

/** Longer than any digest and night: what was told before is with its readers. */
const UNSENT_FOR = "interval '9 days'";
/** A comment goes into a message that was begun a minute before; clocks of nodes differ. */
const BEFORE = "interval '10 minutes'";

/**
 * Locks the messages that tell of a comment and that wait, for more of their kind, for the end of a night or for a digest. Whoever
 * sends one takes a lock too, and writes it out behind that.
 */
export function lockUnsentOfComment(
  tx: Transaction,
  { organizationId, boardId, itemId, commentId }: CommentQuery,
): Promise<UnsentMessage[]> {
  return tx.query<UnsentMessage>(
    `select m.id as "messageId", m.payload from messages as m
     where m.organization_id = $1 and m.cancelled_at is null and m.template_key in ('mentioned', 'commented')
       and m.id >= (select ${firstIdAt(`greatest(c.created_at - ${BEFORE}, now() - ${UNSENT_FOR})`)} from comments as c where c.id = $4)
       and m.subject ->> 'itemId' = $3::text and ($2::text is null or m.subject ->> 'boardId' = $2)
       and m.payload @> jsonb_build_object('excerpts', jsonb_build_array(jsonb_build_object('commentId', $4::uuid)))
       and (m.folds_until > now() or m.fanout_state <> 'done' or exists (
         select 1 from deliveries as d where d.message_id = m.id and d.state = 'queued'))
     order by m.id for update of m`,
    [organizationId, boardId, itemId, commentId],
  );
}
