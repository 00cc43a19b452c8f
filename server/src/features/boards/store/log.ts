import type { change } from '@boardwire/contract/boards';
import type { z } from 'zod';
import type { BoardEvent } from '@boardwire/contract/board-state';
import type { Transaction } from '../../../platform/database/database.ts';

/** Where a board's log stands. */
export interface BoardHead {
  epoch: number;
  seq: number;
  logFloor: number;
}

/** One change of a board as it goes out. */
export type LoggedChange = z.output<typeof change>;

/** One change with the payload that its type declares. */
export type TypedChange = Omit<LoggedChange, 'event'> & { event: BoardEvent };

interface ChangeRow {
  seq: number;
  id: string;
  actor: LoggedChange['actor'] & { apiKeyId?: string };
  client: string | null;
  mid: number | null;
  at: string;
  type: string;
  data: LoggedChange['event']['data'];
}

const CHANGE_COLUMNS = `e.board_seq as seq, e.id, e.actor, e.client_id as client, e.mid, e.created_at as at, e.type, e.data`;

/** Sequence, epoch and floor of a board; null when there is none. */
export async function readHead(tx: Transaction, boardId: string): Promise<BoardHead | null> {
  const [row] = await tx.query<BoardHead>(
    'select epoch, seq, log_floor as "logFloor" from boards where id = $1',
    [boardId],
  );
  return row ?? null;
}

/** Whether a board is in the trash or gone. */
export async function isDeleted(tx: Transaction, boardId: string): Promise<boolean> {
  const alive = await tx.query('select from boards where id = $1 and deleted_at is null', [
    boardId,
  ]);
  return alive.length === 0;
}

/** Changes after `since`, in order; the board's lock makes commits follow the sequence, so none can appear between (live L2). */
export async function readChanges(
  tx: Transaction,
  boardId: string,
  since: number,
  limit: number,
): Promise<LoggedChange[]> {
  const rows = await tx.query<ChangeRow>(
    `select ${CHANGE_COLUMNS} from events as e where e.board_id = $1 and e.board_seq > $2
     order by e.board_seq limit $3`,
    [boardId, since, limit],
  );
  return rows.map(toChange);
}

/** Edits of one text by one person with shorter pauses are one entry of the activity. */
const TYPING_PAUSE = "interval '5 minutes'";
/** How many changes of a board are looked through for the next edit of a text. */
const TYPING_SPAN_CHANGES = 2_000;
const ACTIVITY_COLUMNS = CHANGE_COLUMNS.replace(
  'e.data',
  `case when e.type = 'text.updated' then e.data || '{"update": null}' else e.data end as data`,
);

/** Changes before `before`, newest first; of one item when `itemId` is given. Of what was typed in one go, the last. */
export async function readActivity(
  tx: Transaction,
  boardId: string,
  { itemId, before, limit }: { itemId?: string | undefined; before: number; limit: number },
): Promise<LoggedChange[]> {
  const rows = await tx.query<ChangeRow>(
    `select ${ACTIVITY_COLUMNS} from events as e where e.board_id = $1 and e.board_seq < $2
       and ($3::text is null or $3 in (e.data->>'itemId', e.data->'item'->>'id', e.data->'comment'->>'itemId',
         e.data->'conflict'->>'itemId'))
       and not (e.type = 'text.updated' and exists (
         select from events as later where later.board_id = e.board_id and later.type = e.type
           and later.board_seq > e.board_seq and later.board_seq <= e.board_seq + ${TYPING_SPAN_CHANGES}
           and later.created_at < e.created_at + ${TYPING_PAUSE}
           and later.actor->>'userId' is not distinct from e.actor->>'userId'
           and later.data->>'itemId' = e.data->>'itemId' and later.data->>'field' = e.data->>'field'))
     order by e.board_seq desc limit $4`,
    [boardId, before, itemId ?? null, limit],
  );
  return rows.map(toChange);
}

/** The events of one live mutation on a board, in order. */
export async function readMutation(
  tx: Transaction,
  boardId: string,
  { client, mid }: { client: string; mid: number },
): Promise<TypedChange[]> {
  const rows = await tx.query<ChangeRow>(
    `select ${CHANGE_COLUMNS} from events as e where e.board_id = $1 and e.client_id = $2 and e.mid = $3
     order by e.board_seq`,
    [boardId, client, mid],
  );
  return rows.map((row) => toChange(row) as TypedChange);
}

function toChange({ client, mid, type, data, actor, ...row }: ChangeRow): LoggedChange {
  const { apiKeyId: _key, ...shown } = actor;
  const origin = client === null || mid === null ? {} : { client, mid };
  return { ...row, actor: shown, ...origin, event: { type, data } };
}
