import { SquareCheck } from 'lucide-react';
import { useCallback } from 'react';
import type { Action } from '../../app/actions.ts';
import { usePaletteSource } from '../../app/use-actions.ts';
import { t } from '../../i18n/t.tsx';
import { findItems } from './find-items.ts';
import { useOpenItem } from './item/item-link.ts';
import { useTable } from './table-context.ts';

/** Lets the palette find items of the open board (web W1). */
export function ItemSearch() {
  const { model } = useTable();
  const open = useOpenItem();
  usePaletteSource(
    useCallback(
      (search: string) =>
        findItems(model.board.view(), search).map(({ id, title, key }): Action => ({
          id: `item ${id}`,
          title: title || t('trash.untitled'),
          group: 'items',
          icon: SquareCheck,
          hint: key,
          keywords: key,
          run: () => open(id),
        })),
      [model, open],
    ),
  );
  return null;
}
