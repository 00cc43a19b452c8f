import type { NoticeDeed, NoticePerson, NoticeType } from '@boardwire/contract/notices';
import type { Transaction } from '../../platform/database/database.ts';
import type { StoredEvent } from '../../platform/event-log.ts';
import { tell, type Telling, type TellParts } from './fold.ts';
import { findBoard, findTitle, readNames, type NamedBoard } from './store/boards.ts';

/** A change on a board that people may have to hear of. */
export interface Deed {
  tx: Transaction;
  parts: TellParts;
  event: StoredEvent;
  board: NamedBoard;
  by: NoticePerson;
  /** It repeats something: a change taken back, an import, a copy. It only changes what still waits. */
  isRepeat: boolean;
}

/** Reads what every notice about a change says; null where nobody is to be told. */
export async function openDeed(
  tx: Transaction,
  parts: TellParts,
  event: StoredEvent,
): Promise<Deed | null> {
  const board = await findBoard(tx, event.aggregateId);
  if (board === null) return null;
  const id = actorOf(event);
  const names = id === null ? null : await readNames(tx, [id]);
  const by = { id, name: names?.get(id ?? '') ?? '' };
  return { tx, parts, event, board, by, isRepeat: event.causationId !== null };
}

/** The person behind a change, also behind an API key. */
function actorOf({ actor }: StoredEvent): string | null {
  const { userId } = actor;
  return typeof userId === 'string' ? userId : null;
}

/** What notices about an item begin with; null when it is not in use any more. */
export async function describeItem(
  { tx, board, by }: Deed,
  itemId: string,
): Promise<NoticeDeed | null> {
  const title = await findTitle(tx, board, itemId);
  if (title === null) return null;
  const { id, name } = board;
  return { item: { id: itemId, title }, board: { id, name }, by: [by] };
}

/** Whether somebody did it themselves, and need not be told. */
export function isMine({ by }: Deed, userId: string): boolean {
  return userId === by.id;
}

/** Where a notice is about, and what it comes from; about one item, or about the board. */
export function placeOf({ event, board, by }: Deed, itemId: string | null) {
  return {
    organizationId: board.organizationId,
    subject: {
      ...(itemId !== null && { itemId }),
      boardId: board.id,
      workspaceId: board.workspaceId,
    },
    actor: by.id === null ? ({ kind: 'system' } as const) : ({ kind: 'user', id: by.id } as const),
    sourceEventId: event.id,
    traceparent: event.traceparent,
  };
}

/** Tells each of these people but the one who did it. */
export async function tellAll<Type extends NoticeType>(
  deed: Deed,
  userIds: readonly string[],
  telling: Pick<Telling<Type>, 'type' | 'keys' | 'values' | 'merge'> & { itemId: string | null },
): Promise<void> {
  const { tx, parts, isRepeat } = deed;
  const { itemId, ...said } = telling;
  const place = placeOf(deed, itemId);
  for (const userId of userIds)
    if (!isMine(deed, userId)) await tell<Type>(tx, parts, { ...said, ...place, userId, isRepeat });
}

/** Names what is told of one item on its board: what happens on another one is for other people. */
export function itemKey({ board }: Pick<Deed, 'board'>, type: NoticeType, itemId: string): string {
  return `${type} item ${itemId} ${board.id}`;
}
