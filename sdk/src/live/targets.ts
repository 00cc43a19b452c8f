import type { BoardEntity } from '@boardwire/contract/board-state';
import type { LiveCall } from '@boardwire/contract/sync';
import { createTouched } from './touched.ts';
import type { Touched } from './touched.ts';

/** Fields of inputs that name rows, by collection; anchors belong to the noun of the operation. */
const fields: Readonly<Record<string, BoardEntity>> = {
  itemId: 'items',
  parentId: 'items',
  columnId: 'columns',
  groupId: 'groups',
  commentId: 'comments',
  conflictId: 'conflicts',
  viewId: 'views',
};
const nouns: Readonly<Record<string, BoardEntity>> = {
  items: 'items',
  columns: 'columns',
  groups: 'groups',
  comments: 'comments',
  views: 'views',
};

/** The rows that calls are about: when one of them changes, what the calls show has to be worked out anew. */
export function listTargets(calls: readonly LiveCall[]): Touched {
  const rows = createTouched();
  for (const { op, input } of calls) {
    const own = nouns[op.split('.')[0] ?? ''];
    for (const [field, value] of Object.entries(input)) {
      const isOwn = field === 'id' || field === 'after' || field === 'before';
      const entity = isOwn ? own : fields[field];
      if (entity !== undefined && typeof value === 'string') rows.add(entity, value);
    }
    const { itemIds } = input;
    if (!Array.isArray(itemIds)) continue;
    for (const id of itemIds) if (typeof id === 'string') rows.add('items', id);
  }
  return rows;
}
