import type { Item } from '@boardwire/contract/board-model';
import { ChevronRight } from 'lucide-react';
import { Fragment } from 'react';
import { t } from '../../../i18n/t.tsx';
import { TITLE } from '../column-facts.ts';
import { useBoardModel } from '../table-context.ts';
import { readText } from '../values.ts';
import { useOpenItem } from './item-link.ts';

/** Board, group and parent of an item. */
export function Breadcrumbs({ item }: { item: Item }) {
  const { board, item: find } = useBoardModel();
  const openItem = useOpenItem();
  const parent = item.parentId === null ? undefined : find(item.parentId);
  const groupId = parent?.groupId ?? item.groupId;
  const group = groupId === null ? undefined : board.view().groups.get(groupId);
  return (
    <nav aria-label={t('item.path')} className="mb-1">
      <ol className="flex min-w-0 flex-wrap items-center gap-1 text-xs text-muted">
        <li className="min-w-0">
          <button type="button" onClick={() => openItem(undefined)} className={linkClass}>
            {board.view().board.name}
          </button>
        </li>
        {group && (
          <Fragment>
            <Arrow />
            <li className="truncate">{group.name}</li>
          </Fragment>
        )}
        {parent && (
          <Fragment>
            <Arrow />
            <li className="min-w-0">
              <button type="button" onClick={() => openItem(parent.id)} className={linkClass}>
                {readText(parent.values[TITLE])}
              </button>
            </li>
          </Fragment>
        )}
      </ol>
    </nav>
  );
}

const linkClass =
  'block max-w-full truncate rounded-inner underline-offset-2 hover:text-ink hover:underline';

function Arrow() {
  return (
    <li aria-hidden="true">
      <ChevronRight className="size-3" />
    </li>
  );
}
