import type { Column, Item } from '@boardwire/contract/board-model';
import { useState, useSyncExternalStore } from 'react';
import { t } from '../../../i18n/t.tsx';
import { Button } from '../../../ui/button.tsx';
import type { BoardModel } from '../board-model.ts';
import { CellValue } from '../cell-value.tsx';
import { TITLE } from '../column-facts.ts';
import type { ShownBucket } from '../views/row-engine.ts';
import { readText, readValue } from '../values.ts';
import type { PublicLook } from './public-view.ts';

/** Nothing in it takes the focus: it takes it itself, so that keys can scroll it. */
const scrollable = { tabIndex: 0 };
/** Cards that a column shows at first, and how many each press adds. */
const STEP = 50;
/** Fields on a card. */
const FIELDS = 4;

/** The columns of a view beside each other, items as cards; on a phone one column fills the screen. */
export function PublicCards({ model, shown, columns, onOpen }: PublicLook) {
  const fields = columns.filter(({ type }) => type !== 'longText').slice(0, FIELDS);
  return (
    <div className="flex min-h-0 flex-1 snap-x snap-mandatory gap-3 overflow-x-auto bg-canvas p-3 sm:snap-none">
      {shown.buckets().map((bucket) => (
        <CardColumn
          key={bucket.key}
          model={model}
          bucket={bucket}
          fields={fields}
          onOpen={onOpen}
        />
      ))}
    </div>
  );
}

interface CardColumnProps {
  model: BoardModel;
  bucket: ShownBucket;
  fields: readonly Column[];
  onOpen: (itemId: string) => void;
}

function CardColumn({ model, bucket, fields, onOpen }: CardColumnProps) {
  const [limit, setLimit] = useState(STEP);
  const { key, name, itemIds: ids } = bucket;
  const titleId = `public-${key}`;
  return (
    <section
      aria-labelledby={titleId}
      className="flex max-h-full w-[calc(100vw-1.5rem)] shrink-0 snap-center flex-col rounded bg-sunken sm:w-72"
    >
      <h2 id={titleId} className="flex gap-2 px-3 py-2.5 text-sm font-semibold text-ink">
        <span className="truncate">{name}</span>
        <span className="font-normal text-muted">{ids.length}</span>
      </h2>
      <ul
        {...scrollable}
        aria-labelledby={titleId}
        className="flex flex-col gap-2 overflow-y-auto px-2 pb-2"
      >
        {ids.length === 0 && <li className="px-1 text-sm text-muted">{t('public.emptyGroup')}</li>}
        {ids.slice(0, limit).map((id) => {
          const item = model.item(id);
          return (
            item && <Card key={id} model={model} first={item} fields={fields} onOpen={onOpen} />
          );
        })}
        {ids.length > limit && (
          <li>
            <Button onClick={() => setLimit(limit + STEP)}>
              {t('public.moreCards', { count: Math.min(STEP, ids.length - limit) })}
            </Button>
          </li>
        )}
      </ul>
    </section>
  );
}

interface CardProps {
  model: BoardModel;
  first: Item;
  fields: readonly Column[];
  onOpen: (itemId: string) => void;
}

function Card({ model, first, fields, onOpen }: CardProps) {
  const item = useSyncExternalStore(
    (listener) => model.subscribeItem(first.id, listener),
    () => model.item(first.id) ?? first,
  );
  const filled = fields.filter((column) => (readValue(item, column) ?? null) !== null);
  return (
    <li className="flex flex-col gap-2 rounded border border-line bg-surface p-3 shadow-button">
      <h3 className="text-sm font-medium break-words text-ink">
        <button
          type="button"
          className="min-h-6 w-full cursor-pointer text-left break-words hover:underline"
          onClick={() => onOpen(first.id)}
        >
          {readText(item.values[TITLE])}
        </button>
      </h3>
      {filled.length > 0 && (
        <dl className="flex flex-col gap-1">
          {filled.map((column) => (
            <div key={column.id} className="flex min-w-0 items-center gap-2 text-xs">
              <dt className="w-20 shrink-0 truncate text-muted">{column.name}</dt>
              <dd className="relative flex h-7 min-w-0 flex-1 items-center overflow-hidden rounded-inner text-ink">
                <CellValue value={readValue(item, column)} column={column} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
