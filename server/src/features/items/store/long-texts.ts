import type { Transaction } from '../../../platform/database/database.ts';
import { writeIsColumnShown, writeIsShown } from '../../../platform/board/shown.ts';

/** A long text of an item on a board. */
export interface TextKey {
  organizationId: string;
  boardId: string;
  itemId: string;
  /** Id of its column. */
  field: string;
}

/** What makes up a text's document. */
export interface StoredText {
  /** The state, if there is one, and the updates since. */
  parts: Uint8Array[];
  /** How many of them are updates. */
  updateCount: number;
}

/** Reads a text in one statement: between two, it could be compacted, and the updates would be missing. */
export async function readText(
  tx: Transaction,
  { boardId, itemId, field }: Pick<TextKey, 'boardId' | 'itemId' | 'field'>,
): Promise<StoredText> {
  const rows = await tx.query<{ bytes: Uint8Array; isUpdate: boolean }>(
    `select state as bytes, false as "isUpdate" from long_texts
       where board_id = $1 and item_id = $2 and field = $3
     union all select update, true from long_text_updates
       where board_id = $1 and item_id = $2 and field = $3`,
    [boardId, itemId, field],
  );
  return {
    parts: rows.map(({ bytes }) => bytes),
    updateCount: rows.filter(({ isUpdate }) => isUpdate).length,
  };
}

/** Adds an update under the sequence number of its event. */
export async function addTextUpdate(
  tx: Transaction,
  { organizationId, boardId, itemId, field }: TextKey,
  { seq, update }: { seq: number; update: Uint8Array },
): Promise<void> {
  await tx.query(
    `insert into long_text_updates (organization_id, board_id, item_id, field, seq, update)
     values ($1, $2, $3, $4, $5, $6)`,
    [organizationId, boardId, itemId, field, seq, update],
  );
}

/** Stores a text as one state, which holds all updates so far. */
export async function putTextState(
  tx: Transaction,
  { organizationId, boardId, itemId, field }: TextKey,
  state: Uint8Array,
): Promise<void> {
  const key = [boardId, itemId, field];
  await tx.query(
    'delete from long_text_updates where board_id = $1 and item_id = $2 and field = $3',
    key,
  );
  await tx.query(
    `insert into long_texts (board_id, item_id, field, organization_id, state) values ($1, $2, $3, $4, $5)
     on conflict (item_id, field) do update set state = excluded.state`,
    [...key, organizationId, state],
  );
}

/** Stores texts that are new, each as one state. */
export async function putTextStates(
  tx: Transaction,
  texts: readonly (TextKey & { state: Uint8Array })[],
): Promise<void> {
  const [first] = texts;
  if (first === undefined) return;
  await tx.query(
    `insert into long_texts (organization_id, board_id, item_id, field, state)
     select $1, $2, t.item_id, t.field, t.state
     from unnest($3::uuid[], $4::text[], $5::bytea[]) as t (item_id, field, state)`,
    [
      first.organizationId,
      first.boardId,
      texts.map(({ itemId }) => itemId),
      texts.map(({ field }) => field),
      texts.map(({ state }) => Buffer.from(state.buffer, state.byteOffset, state.byteLength)),
    ],
  );
}

/** The texts of items of one board, in one statement like `readText`. */
export async function listTexts(
  tx: Transaction,
  boardId: string,
  itemIds: readonly string[],
): Promise<{ itemId: string; field: string; parts: Uint8Array[] }[]> {
  return tx.query(
    `select item_id as "itemId", field, array_agg(bytes) as parts from (
       select item_id, field, state as bytes from long_texts where board_id = $1 and item_id = any($2)
       union all
       select item_id, field, update from long_text_updates where board_id = $1 and item_id = any($2)
     ) as texts group by item_id, field`,
    [boardId, itemIds],
  );
}

const EDITS = `board_id = $1 and type = 'text.updated' and data->>'itemId' = $2 and data->>'field' = $3`;

/** How many edits of a text the log still has, and how many characters they are. */
export async function measureTextEdits(
  tx: Transaction,
  { boardId, itemId, field }: Pick<TextKey, 'boardId' | 'itemId' | 'field'>,
): Promise<{ count: number; length: number }> {
  const [row] = await tx.query<{ count: number; length: number }>(
    `select count(*)::int as count, coalesce(sum(length(data->>'update')), 0)::float8 as length
     from events where ${EDITS}`,
    [boardId, itemId, field],
  );
  return row ?? { count: 0, length: 0 };
}

/** The edits of a text that the log still has, oldest first; `update` is null for one that was too large for it. */
export async function listTextEdits(
  tx: Transaction,
  { boardId, itemId, field }: Pick<TextKey, 'boardId' | 'itemId' | 'field'>,
): Promise<{ seq: number; update: string | null }[]> {
  return tx.query(
    `select board_seq as seq, data->>'update' as update from events where ${EDITS} order by board_seq`,
    [boardId, itemId, field],
  );
}

/** Removes a text with its history. */
export async function dropText(
  tx: Transaction,
  { boardId, itemId, field }: Pick<TextKey, 'boardId' | 'itemId' | 'field'>,
): Promise<void> {
  for (const text of DROP) await tx.query(text, [boardId, itemId, field]);
}

const DROP = ['long_texts', 'long_text_updates'].map(
  (table) => `delete from ${table} where board_id = $1 and item_id = $2 and field = $3`,
);

/** Fields of an item that have ever held a long text. */
export async function listTextFields(
  tx: Transaction,
  { boardId, itemId }: { boardId: string; itemId: string },
): Promise<string[]> {
  const rows = await tx.query<{ field: string }>(
    `select field from long_texts where board_id = $1 and item_id = $2
     union select field from long_text_updates where board_id = $1 and item_id = $2`,
    [boardId, itemId],
  );
  return rows.map(({ field }) => field);
}

/** Gives a copy of an item copies of its texts; both stand on one board. */
export async function copyTexts(
  tx: Transaction,
  { boardId, from, to }: { boardId: string; from: string; to: string },
): Promise<void> {
  const ids = [boardId, from, to];
  await tx.query(
    `insert into long_texts (organization_id, board_id, item_id, field, state)
     select organization_id, board_id, $3, field, state from long_texts where board_id = $1 and item_id = $2`,
    ids,
  );
  await tx.query(
    `insert into long_text_updates (organization_id, board_id, item_id, field, seq, update)
     select organization_id, board_id, $3, field, seq, update from long_text_updates
     where board_id = $1 and item_id = $2`,
    ids,
  );
}

/**
 * Where an item's long text stands, with the sequence of its last write; null when there is no such item or column, and,
 * with `isShown`, when it is archived, in the trash or in a hidden column.
 */
export async function findText(
  tx: Transaction,
  { itemId, field, isShown = false }: { itemId: string; field: string; isShown?: boolean },
): Promise<{ boardId: string; version: number } | null> {
  const [row] = await tx.query<{ boardId: string; version: number }>(
    `select i.board_id as "boardId", coalesce((i.field_versions->>$2::text)::bigint, 0) as version
     from items i join board_columns c on c.board_id = i.board_id and c.id = $2::uuid and c.type = 'longText'
     where i.id = $1 and (not $3::boolean or (${writeIsColumnShown('c')} and ${writeIsShown('i')}))`,
    [itemId, field, isShown],
  );
  return row ?? null;
}
