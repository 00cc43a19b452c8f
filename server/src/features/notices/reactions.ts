import type { Item } from '@boardwire/contract/board-model';
import type { BoardEvent } from '@boardwire/contract/board-state';
import { boardAccessChanged } from '@boardwire/contract/board-events';
import * as comments from '@boardwire/contract/comments';
import * as items from '@boardwire/contract/item-events';
import { textUpdated } from '@boardwire/contract/texts';
import type { Transaction } from '../../platform/database/database.ts';
import type { StoredEvent } from '../../platform/event-log.ts';
import type { Consumer } from '../../platform/outbox.ts';
import { openDeed, tellAll, type Deed } from './deed.ts';
import type { TellParts } from './fold.ts';
import { reactToComment, reactToEdit, reactToRemoval } from './react-comments.ts';
import { reactToConflict, reactToResolution } from './react-conflicts.ts';
import { followOwn } from './follow-own.ts';
import {
  asUpdates,
  mayMatter,
  reactToDeletion,
  reactToFields,
  reactToReturn,
} from './react-items.ts';
import { mayMention, reactToText, type ReadLongText } from './react-texts.ts';
import { keepMembers } from './store/boards.ts';

/** What reactions stand on. */
export interface ReactionParts extends TellParts {
  readLongText: ReadLongText;
}

type Data<Type extends BoardEvent['type']> = Extract<BoardEvent, { type: Type }>['data'];

/** What each event says to whom; null where the event alone shows that there is nothing to say. */
type React = (deed: Deed) => Promise<void>;

/** Tells people what happens on boards (delivery, what boards say). */
export function createReactions(parts: ReactionParts): readonly Consumer[] {
  return [
    {
      name: 'notices',
      on: [
        items.itemCreated.type,
        items.itemUpdated.type,
        items.itemStateChanged.type,
        items.conflictOpened.type,
        items.conflictResolved.type,
        comments.commentCreated.type,
        comments.commentEdited.type,
        comments.commentDeleted.type,
        textUpdated.type,
        boardAccessChanged.type,
      ],
      handle: (tx, event) => reactTo(tx, parts, [event]),
      // One call may change ten thousand items: whoever follows them is told of all at once.
      together: {
        keyOf: ({ type, correlationId, causationId }) =>
          OF_ITEMS.has(type) && correlationId !== null
            ? `${type} ${correlationId} ${causationId ?? ''}`
            : null,
        handle: (tx, events) => reactTo(tx, parts, events),
      },
    },
  ];
}

const OF_ITEMS: ReadonlySet<string> = new Set([
  items.itemCreated.type,
  items.itemUpdated.type,
  items.itemStateChanged.type,
]);

/** Reacts to an event, or to several of one type that one call emitted. */
async function reactTo(
  tx: Transaction,
  parts: ReactionParts,
  events: readonly StoredEvent[],
): Promise<void> {
  const [first] = events;
  if (first === undefined) return;
  const react = OF_ITEMS.has(first.type) ? reactToItems(events) : chooseReaction(first, parts);
  if (react === null) return;
  const deed = await openDeed(tx, parts, first);
  if (deed !== null) await react(deed);
}

/** Most changes are nobody's news: that is seen before anything is read. */
function reactToItems(events: readonly StoredEvent[]): React | null {
  const all = events.map(({ type, data }) => ({ type, data }) as unknown as BoardEvent);
  const created = all.flatMap((event) => (event.type === 'item.created' ? [event.data.item] : []));
  const changed = all.flatMap((event) =>
    event.type === 'item.updated' && mayMatter(event.data.fields).length > 0 ? [event.data] : [],
  );
  const gone = movedTo(all, (deletion) => deletion.to !== null);
  const back = movedTo(all, (deletion) => deletion.to === null);
  const isRepeat = events.some(({ causationId }) => causationId !== null);
  if (created.length > 0 && !isRepeat) return (deed) => reactToCreation(deed, created);
  if (changed.length > 0) return (deed) => reactToFields(deed, changed);
  if (gone.length > 0) return (deed) => reactToDeletion(deed, gone);
  if (back.length > 0) return (deed) => reactToReturn(deed, back);
  return null;
}

/** Items that went into the trash, or came out of it. */
function movedTo(
  events: readonly BoardEvent[],
  isMeant: (deletion: { to: unknown }) => boolean,
): string[] {
  return events.flatMap((event) => {
    if (event.type !== 'item.stateChanged') return [];
    const { deletedAt } = event.data.changes;
    return deletedAt !== undefined && isMeant(deletedAt) ? [event.data.itemId] : [];
  });
}

async function reactToCreation(deed: Deed, created: readonly Item[]): Promise<void> {
  await followOwn(
    deed,
    created.map(({ id }) => id),
  );
  const named = created.map(({ id, values }) => ({ itemId: id, fields: asUpdates(values) }));
  const mattering = named.filter(({ fields }) => mayMatter(fields).length > 0);
  if (mattering.length > 0) await reactToFields(deed, mattering);
}

function chooseReaction(event: StoredEvent, { readLongText }: ReactionParts): React | null {
  const isRepeat = event.causationId !== null;
  const { type, data } = { type: event.type, data: event.data } as unknown as BoardEvent;
  switch (type) {
    case 'conflict.opened':
      return isRepeat ? null : (deed) => reactToConflict(deed, data.conflict);
    case 'conflict.resolved':
      return (deed) => reactToResolution(deed, data.conflict);
    case 'comment.created':
      return isRepeat ? null : (deed) => reactToComment(deed, data);
    case 'comment.edited':
      return (deed) => reactToEdit(deed, data);
    case 'comment.deleted':
      return (deed) => reactToRemoval(deed, data);
    case 'text.updated':
      if (isRepeat || !mayMention(data.update)) return null;
      return (deed) => reactToText(deed, { ...data, readText: readLongText });
    case 'board.accessChanged':
      return (deed) => reactToAccess(deed, data);
    default:
      return null;
  }
}

/** Tells somebody who may see or edit a board from now on; who could before, hears nothing. */
async function reactToAccess(deed: Deed, { member }: Data<'board.accessChanged'>): Promise<void> {
  if (member === undefined || member.from !== null || member.to === null) return;
  const { tx, board, by } = deed;
  const people = await keepMembers(tx, board.organizationId, [member.userId]);
  await tellAll<'invited'>(deed, people, {
    type: 'invited',
    itemId: null,
    keys: null,
    values: { board: { id: board.id, name: board.name }, by: [by], level: member.to },
  });
}
