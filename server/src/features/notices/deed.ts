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

/** Tells each of these people but the one who did it. */
export async function tellAll<Type extends NoticeType>(
  deed: Deed,
  userIds: readonly string[],
  telling: Pick<Telling<Type>, 'type' | 'keys' | 'values' | 'merge'> & { itemId: string | null },
): Promise<void> {
  const { tx, parts, event, board, by, isRepeat } = deed;
  const { itemId, ...said } = telling;
  for (const userId of userIds) {
    if (userId === by.id) continue;
    await tell<Type>(tx, parts, {
      ...said,
      userId,
      organizationId: board.organizationId,
      subject: {
        ...(itemId !== null && { itemId }),
        boardId: board.id,
        workspaceId: board.workspaceId,
      },
      actor: by.id === null ? { kind: 'system' } : { kind: 'user', id: by.id },
      sourceEventId: event.id,
      traceparent: event.traceparent,
      isRepeat,
    });
  }
}

/** Names one change of many items: everything that one call did. */
export function changeKey(type: NoticeType, { event, board }: Deed): string[] {
  return event.correlationId === null ? [] : [`${type} change ${event.correlationId} ${board.id}`];
}

/** Names what is told of one item. */
export function itemKey(type: NoticeType, itemId: string): string {
  return `${type} item ${itemId}`;
}
