import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { t } from '../../../i18n/t.tsx';
import { TITLE } from '../column-facts.ts';
import { FieldValue } from './field-value.tsx';
import { useBoardModel } from '../table-context.ts';

/** A value of the past as its column shows it, in full. */
export function HistoryValue({ field, value }: { field: string; value: FieldInput }) {
  const { board } = useBoardModel();
  const column = field === TITLE ? undefined : board.view().columns.get(field);
  if (value === null || value === '')
    return <span className="text-faint">{t('item.emptyField')}</span>;
  if (typeof value === 'string' && (column === undefined || column.type === 'text'))
    return <span className="min-w-0 break-words whitespace-pre-wrap">{value}</span>;
  return (
    <span className="inline-flex max-w-full min-w-0 items-center">
      <FieldValue value={value} column={column} />
    </span>
  );
}
