import type { Column, Item } from '@boardwire/contract/board-model';
import { TextQuote } from 'lucide-react';
import { Suspense } from 'react';
import { CardSkeleton } from '../../../ui/skeleton.tsx';
import { ErrorPanel } from '../../../app/error-panel.tsx';
import { SharedText } from './lazy-editor.tsx';

interface ItemTextsProps {
  item: Item;
  columns: readonly Column[];
  isEditable: boolean;
}

/** The long texts of an item, each below its column's name. */
export function ItemTexts({ item, columns, isEditable }: ItemTextsProps) {
  return columns
    .filter(({ type }) => type === 'longText')
    .map((column) => (
      <section key={column.id} aria-label={column.name} className="border-t border-line py-4">
        <h3 className="mb-2 flex items-center gap-2 text-sm font-medium text-muted">
          <TextQuote aria-hidden="true" className="size-3.5" />
          {column.name}
        </h3>
        <ErrorPanel resetKey={item.id}>
          <Suspense fallback={<CardSkeleton lines={1} />}>
            <SharedText itemId={item.id} column={column} isEditable={isEditable} />
          </Suspense>
        </ErrorPanel>
      </section>
    ));
}
