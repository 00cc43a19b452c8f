import type { Column } from '@boardwire/contract/board-model';
import { t } from '../../../i18n/t.tsx';
import { CellValue } from '../cell-value.tsx';
import { optionsOf } from '../column-facts.ts';
import { OptionChip } from '../option-chip.tsx';
import { readIds, type Value } from '../values.ts';

/** A value as the panel shows it: as its cell, but options keep the size of their words. */
export function FieldValue({ value, column }: { value: Value; column: Column | undefined }) {
  if (column?.type !== 'status') return <CellValue value={value} column={column} />;
  const [id] = readIds(value);
  if (id === undefined) return null;
  const option = optionsOf(column).find((each) => each.id === id);
  return (
    <OptionChip name={option?.name ?? t('board.unknownOption')} color={option?.color ?? 'gray'} />
  );
}
