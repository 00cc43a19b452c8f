import type { Item } from '@boardwire/contract/board-model';
import { cx } from '../../../ui/cx.ts';
import { TITLE } from '../column-facts.ts';
import { useBoardModel, useMayOnBoard } from '../table-context.ts';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { ConflictMark } from './conflict-mark.tsx';
import { Conversation } from './conversation.tsx';
import { ItemFields } from './item-fields.tsx';
import type { ItemShape } from './item-link.ts';
import { ItemState } from './item-state.tsx';
import { ItemTexts } from './item-texts.tsx';
import { ItemTitle } from './item-title.tsx';
import { SubItems } from './sub-items.tsx';

/** Everything about an item; as a page, its fields stand at the side. */
export function ItemBody({ item, shape }: { item: Item; shape: ItemShape }) {
  const { tree } = useBoardModel();
  const isEditable = useMayOnBoard('item:write') && item.deletedAt === null;
  const isPage = shape === 'page';
  const fields = <ItemFields item={item} columns={tree().columns} isEditable={isEditable} />;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
      <div
        className={cx(
          'flex flex-col px-4 pt-4 pb-16 sm:px-6',
          isPage && 'mx-auto max-w-300 lg:grid lg:grid-cols-[minmax(0,1fr)_24rem] lg:gap-x-10',
        )}
      >
        <div className="min-w-0">
          <Breadcrumbs item={item} />
          <ItemState item={item} />
          <ItemTitle item={item} isEditable={isEditable} />
          <ConflictMark itemId={item.id} field={TITLE} />
          <div className={cx(isPage && 'lg:hidden')}>{fields}</div>
          <ItemTexts item={item} columns={tree().columns} isEditable={isEditable} />
          {item.parentId === null && <SubItems item={item} isEditable={isEditable} />}
          <Conversation itemId={item.id} />
        </div>
        {isPage && <div className="hidden lg:block">{fields}</div>}
      </div>
    </div>
  );
}
