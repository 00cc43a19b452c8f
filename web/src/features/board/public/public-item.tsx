import type { Column, Item } from '@boardwire/contract/board-model';
import type { RichText } from '@boardwire/contract/rich-text';
import type { Client } from '@boardwire/sdk/client';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { t } from '../../../i18n/t.tsx';
import { describeFailure } from '../../../lib/failure-text.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { CardSkeleton } from '../../../ui/skeleton.tsx';
import type { BoardModel } from '../board-model.ts';
import { TITLE } from '../column-facts.ts';
import { FieldValue } from '../item/field-value.tsx';
import { isBlank, RichTextView } from '../item/rich-text.tsx';
import { readText, readValue } from '../values.ts';

interface PublicItemProps {
  model: BoardModel;
  client: Client;
  first: Item;
  /** Opens another item; without one, none. */
  onOpen: (itemId: string | undefined) => void;
}

/** An item to read: its fields, its long texts and its sub-items; comments are not for visitors. */
export function PublicItem({ model, client, first, onOpen }: PublicItemProps) {
  const item = useSyncExternalStore(
    (listener) => model.subscribeItem(first.id, listener),
    () => model.item(first.id) ?? first,
  );
  const { columns, groups, children } = model.tree();
  const parent = item.parentId === null ? undefined : model.item(item.parentId);
  const group = groups.find(({ id }) => id === (parent ?? item).groupId);
  const key = `${model.board.view().board.prefix}-${item.number}`;
  const filled = columns.filter(
    (column) => column.type !== 'longText' && (readValue(item, column) ?? null) !== null,
  );
  const texts = columns.filter(({ id, type }) => type === 'longText' && item.values[id] != null);
  const subItems = (children.get(item.id) ?? []).flatMap((id) => model.item(id) ?? []);
  return (
    <Dialog
      open
      onOpenChange={() => onOpen(undefined)}
      title={readText(item.values[TITLE])}
      description={group ? `${key} · ${group.name}` : key}
      width="lg"
      isToRead
    >
      <div className="flex flex-col gap-5">
        <Fields item={item} columns={filled} />
        {texts.map((column) => (
          <LongText key={column.id} client={client} item={item} column={column} />
        ))}
        {subItems.length > 0 && <SubItems items={subItems} onOpen={onOpen} />}
      </div>
    </Dialog>
  );
}

function Fields({ item, columns }: { item: Item; columns: readonly Column[] }) {
  if (columns.length === 0) return null;
  return (
    <dl className="flex flex-col gap-1">
      {columns.map((column) => (
        <div key={column.id} className="flex min-h-8 items-center gap-3 text-sm">
          <dt className="w-28 shrink-0 truncate text-muted sm:w-40">{column.name}</dt>
          <dd className="relative min-w-0 flex-1 break-words text-ink">
            <FieldValue value={readValue(item, column)} column={column} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

type Text = { document: RichText } | { message: string } | undefined;

/** Read anew with each edit of it. */
function useText(client: Client, itemId: string, field: string, version: number): Text {
  const [text, setText] = useState<Text>();
  useEffect(() => {
    let isCurrent = true;
    void client.texts.get({ itemId, field }).then((read) => {
      if (!isCurrent) return;
      setText(read.ok ? read.data : { message: describeFailure(read.error) });
    });
    return () => {
      isCurrent = false;
    };
  }, [client, itemId, field, version]);
  return text;
}

function LongText({ client, item, column }: { client: Client; item: Item; column: Column }) {
  const text = useText(client, item.id, column.id, item.versions[column.id] ?? 0);
  if (text && 'document' in text && isBlank(text.document)) return null;
  return (
    <section aria-label={column.name}>
      <h3 className="mb-2 text-sm font-medium text-muted">{column.name}</h3>
      {text === undefined && <CardSkeleton lines={2} />}
      {text && 'document' in text && <RichTextView document={text.document} />}
      {text && 'message' in text && <p className="text-sm text-danger-ink">{text.message}</p>}
    </section>
  );
}

function SubItems({ items, onOpen }: { items: readonly Item[]; onOpen: (id: string) => void }) {
  return (
    <section aria-label={t('item.subItems')}>
      <h3 className="mb-2 text-sm font-medium text-muted">{t('item.subItems')}</h3>
      <ul className="flex flex-col rounded border border-line">
        {items.map((item) => (
          <li key={item.id} className="border-b border-line last:border-0">
            <button
              type="button"
              className="w-full cursor-pointer px-3 py-2 text-left text-sm break-words text-ink hover:bg-hover"
              onClick={() => onOpen(item.id)}
            >
              {readText(item.values[TITLE])}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
