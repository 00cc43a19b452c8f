import { useCallback } from 'react';
import { announce } from '../../../ui/announcer.ts';
import { t } from '../../../i18n/t.tsx';
import { send, sendWithUndo } from '../edits.ts';
import { CALLS_MAX } from '../send-bundles.ts';
import { sendParts } from '../send-parts.ts';
import { useTable } from '../table-context.ts';
import { readText } from '../values.ts';
import { useViews } from '../views/view-provider.tsx';
import { listCards, planDrop } from './drop-plan.ts';
import type { Kanban } from './kanban-context.ts';

/** Lets cards go at a place of a column, tells of it, and offers to take it back. */
export function useDrop(): Kanban['drop'] {
  const { model, shown } = useTable();
  const { view } = useViews();
  const isSorted = view.settings.sort.length > 0;
  return useCallback(
    (itemIds, bucketKey, index) => {
      const { board } = model;
      const bucket = shown.buckets().find(({ key }) => key === bucketKey);
      if (!bucket) return;
      const drop = { itemIds, bucket, index };
      const state = board.view();
      const [first, ...rest] = planDrop(drop, { state, by: shown.groupedBy(), isSorted });
      const isWithin = itemIds.every((id) => bucket.itemIds.includes(id));
      if (!first) {
        if (isSorted && isWithin) announce(t('kanban.sorted'));
        return;
      }
      const item = model.item(itemIds[0] ?? '');
      const title = readText(item?.values['title']);
      const text =
        itemIds.length > 1
          ? t('kanban.movedMany', { count: itemIds.length, name: bucket.name })
          : t('kanban.moved', { title, name: bucket.name });
      shown.freely(() => {
        // Hundreds of cards go in several mutations; they are one step all the same.
        if (rest.length >= CALLS_MAX) void sendParts(board, text, listCards([first, ...rest]));
        // A card that only changes places with its neighbours needs no offer to take it back.
        else if (isWithin) send(board, first, ...rest);
        else sendWithUndo(board, text, first, ...rest);
      });
      const after = shown.buckets().find(({ key }) => key === bucketKey)?.itemIds ?? [];
      const place = after.indexOf(itemIds[0] ?? '') + 1;
      announce(t('kanban.movedPlace', { title, place, count: after.length, name: bucket.name }));
    },
    [model, shown, isSorted],
  );
}
