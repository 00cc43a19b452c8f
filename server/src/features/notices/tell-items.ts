import { noticeLimits, type NoticeDeeds } from '@boardwire/contract/notices';
import { isMine, itemKey, placeOf, type Deed } from './deed.ts';
import { amendMessage, openMessage, rewordMessage } from './fold.ts';
import {
  join,
  mergeNews,
  toValues,
  type ItemNews,
  type ItemNotice,
  type ToldItem,
} from './domain/item-news.ts';
import { mergePeople } from './merge.ts';
import { widenSubject } from './store/folds.ts';
import {
  dropItemFolds,
  listToldItems,
  lockItemFolds,
  putItemFolds,
  takeGoneFolds,
  type ItemFold,
} from './store/item-folds.ts';
import { lockUnsentOfItems } from './store/unsent.ts';

/** What is said to one person. */
interface Telling {
  type: ItemNotice;
  userId: string;
  items: readonly ToldItem[];
}

/** From so many items on, further calls of the same person go into the same notice: a paste comes in parts of a hundred. */
const BULK_ITEMS = 10;

/**
 * Tells each of these people but the one who did it, of all of their items at once: in the message that still waits for more
 * of its kind, or in a new one. A change taken back only changes what waits.
 */
export async function tellItems(
  deed: Deed,
  type: ItemNotice,
  byPerson: ReadonlyMap<string, readonly ToldItem[]>,
): Promise<void> {
  for (const [userId, items] of byPerson)
    if (!isMine(deed, userId) && items.length > 0) await tellPerson(deed, { type, userId, items });
}

async function tellPerson(deed: Deed, telling: Telling): Promise<void> {
  const { type, userId, items } = telling;
  const { organizationId } = deed.board;
  const itemKeys = items.map(({ id }) => itemKey(deed, type, id));
  const wide = wideKeys(deed, telling);
  const keys = [...itemKeys, ...wide];
  if (deed.isRepeat) return repeat(deed, telling);
  const folds = await lockItemFolds(deed.tx, { organizationId, userId, keys });
  const open = chooseOpen(folds, { wide, itemKeys });
  if (open === undefined) return tellAnew(deed, telling, wide);
  await amendWith(deed, telling, { open, folds, wide });
}

/** Names under which a change of many items is found: the call, and whoever makes many of them. */
function wideKeys({ event, board, by }: Deed, { type, items }: Telling): string[] {
  const call =
    event.correlationId === null ? [] : [`${type} change ${event.correlationId} ${board.id}`];
  return items.length < BULK_ITEMS ? call : [...call, `${type} bulk ${by.id} ${board.id}`];
}

function chooseOpen(
  folds: readonly ItemFold[],
  { wide, itemKeys }: { wide: readonly string[]; itemKeys: readonly string[] },
): ItemFold | undefined {
  const [call, bulk] = wide;
  const ofItems = folds.find(({ key }) => itemKeys.includes(key));
  const find = (wanted: string | undefined) => folds.find(({ key }) => key === wanted);
  return find(call) ?? ofItems ?? find(bulk);
}

async function tellAnew(deed: Deed, telling: Telling, wide: readonly string[]): Promise<void> {
  const { type, userId } = telling;
  const { board, by } = deed;
  const items = telling.items
    .flatMap((item) => toTold(type, item, null))
    .toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const columnNames = items.reduce<string[]>((all, { news }) => join(all, news.columnNames), []);
  const count = items.length;
  const told = { board: { id: board.id, name: board.name }, by: [by], items, count, columnNames };
  const values = toValues(type, told, noticeLimits);
  if (values === null) return;
  const place = placeOf(deed, count === 1 ? values.item.id : null);
  const message = { ...place, type, userId, values, keys: [] };
  const messageId = await openMessage<ItemNotice>(deed.tx, deed.parts, message);
  if (messageId === null) return;
  await putItemFolds(deed.tx, owner(deed, userId), {
    messageId,
    items: items.map((item) => ({ ...item, key: itemKey(deed, type, item.id) })),
    more: wide,
  });
}

/**
 * A change taken back only changes what waits. But what was itself taken back before anybody was told, and holds after all, is
 * news again.
 */
async function repeat(deed: Deed, telling: Telling): Promise<void> {
  const { type, userId, items } = telling;
  const { organizationId } = deed.board;
  const folds = await lockUnsent(deed, type, { userId, itemIds: items.map(({ id }) => id) });
  const keys = items.map(({ id }) => itemKey(deed, type, id));
  const gone = await takeGoneFolds(deed.tx, { organizationId, userId, keys });
  await amendEach(deed, telling, folds);
  const waiting = new Set(folds.map(({ itemId }) => itemId));
  const again = items.filter(({ id }) => !waiting.has(id) && gone.some((each) => each.id === id));
  if (again.length > 0) await tellAnew(deed, { type, userId, items: again }, []);
}

/** Tells of items that are there again what was taken back when they went, before anybody was told. */
export async function tellReturned(
  deed: Deed,
  type: ItemNotice,
  itemIds: readonly string[],
): Promise<void> {
  const { organizationId } = deed.board;
  const keys = itemIds.map((id) => itemKey(deed, type, id));
  const byPerson = new Map<string, ToldItem[]>();
  for (const { userId, ...item } of await takeGoneFolds(deed.tx, {
    organizationId,
    userId: null,
    keys,
  }))
    byPerson.set(userId, [...(byPerson.get(userId) ?? []), item]);
  for (const [userId, items] of byPerson) await tellAnew(deed, { type, userId, items }, []);
}

/** An undoing may concern several messages; each loses or changes what it says of these items. */
async function amendEach(deed: Deed, telling: Telling, folds: readonly ItemFold[]): Promise<void> {
  const ofItems = folds.filter(({ itemId }) => itemId !== null);
  for (const messageId of new Set(ofItems.map((fold) => fold.messageId))) {
    const own = ofItems.filter((fold) => fold.messageId === messageId);
    const [open] = own;
    const items = telling.items.filter(({ id }) => own.some(({ itemId }) => itemId === id));
    if (open !== undefined)
      await amendWith(deed, { ...telling, items }, { open, folds: own, wide: [] });
  }
}

async function amendWith(
  deed: Deed,
  { type, userId, items }: Telling,
  { open, folds, wide }: { open: ItemFold; folds: readonly ItemFold[]; wide: readonly string[] },
): Promise<void> {
  const { messageId } = open;
  const known = new Map(
    folds.flatMap(({ itemId, news, messageId: id }) =>
      itemId !== null && news !== null && id === messageId ? [[itemId, news] as const] : [],
    ),
  );
  const kept = items.flatMap((item) => toTold(type, item, known.get(item.id) ?? null));
  const keptIds = new Set(kept.map(({ id }) => id));
  const dropped = items.flatMap(({ id }) => (known.has(id) && !keptIds.has(id) ? [id] : []));
  const added = kept.filter(({ id }) => !known.has(id)).length;
  await putItemFolds(deed.tx, owner(deed, userId), {
    messageId,
    items: kept.map((item) => ({ ...item, key: itemKey(deed, type, item.id) })),
    more: wide,
  });
  await rewrite(deed, type, { open, dropped, added, news: kept.map(({ news }) => news) });
}

/** Whose messages tell of which items. */
interface Whose {
  userId: string | null;
  itemIds: readonly string[];
}

function lockUnsent({ tx, board }: Deed, type: ItemNotice, whose: Whose): Promise<ItemFold[]> {
  const { organizationId, id: boardId } = board;
  return lockUnsentOfItems(tx, { organizationId, boardId, type, ...whose });
}

/** Takes items out of what waits for more, for the morning or for a digest, of one person or of everybody. */
export async function takeItemsBack(deed: Deed, type: ItemNotice, whose: Whose): Promise<void> {
  const folds = await lockUnsent(deed, type, whose);
  for (const messageId of new Set(folds.map((fold) => fold.messageId))) {
    const own = folds.filter((fold) => fold.messageId === messageId);
    const [open] = own;
    const dropped = own.flatMap(({ itemId }) => itemId ?? []);
    if (open !== undefined) await rewrite(deed, type, { open, dropped, added: 0, news: null });
  }
}

/** Writes a message anew after what it says of items has changed; one with nothing to say is taken back. */
async function rewrite(
  { tx, parts, by }: Deed,
  type: ItemNotice,
  {
    open: { messageId, payload },
    dropped,
    added,
    news,
  }: {
    open: ItemFold;
    dropped: readonly string[];
    added: number;
    /** Null where something is only taken back. */
    news: readonly ItemNews[] | null;
  },
): Promise<void> {
  const before = payload as unknown as NoticeDeeds & { columnNames: readonly string[] };
  if (dropped.length > 0) await dropItemFolds(tx, messageId, dropped);
  const count = before.count + added - dropped.length;
  const values = toValues(
    type,
    {
      board: before.board,
      by: news === null ? before.by : mergePeople(before.by, [by]),
      items: await listToldItems(tx, messageId, noticeLimits.items),
      count,
      columnNames: (news ?? []).reduce(
        (all, each) => join(all, each.columnNames),
        [...before.columnNames],
      ),
    },
    noticeLimits,
  );
  if (count > 1 && before.count <= 1) await widenSubject(tx, messageId);
  // That something is not so any more is no news.
  if (news === null && values !== null) await rewordMessage(tx, parts, messageId, values);
  else await amendMessage(tx, parts, { messageId, payload }, values);
}

function toTold(type: ItemNotice, item: ToldItem, open: ItemNews | null): ToldItem[] {
  const news = mergeNews(type, { open, added: item.news }, noticeLimits);
  return news === null ? [] : [{ ...item, news }];
}

function owner({ board: { organizationId } }: Deed, userId: string) {
  return { organizationId, userId };
}
