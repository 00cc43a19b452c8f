import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { ColumnChoice } from './column-choice.tsx';
import type { MappedColumn, Mapping } from './import.ts';

interface ColumnMappingProps {
  mapping: Mapping;
  /** The first rows of the file, for examples. */
  rows: readonly (readonly string[])[];
  onApply: (mapping: Mapping) => void;
}

/** Enough of a column to see what is in it. */
const EXAMPLES = 3;

function examplesOf(rows: ColumnMappingProps['rows'], { index }: MappedColumn): string {
  return rows
    .map((row) => row[index] ?? '')
    .filter((value) => value !== '')
    .slice(0, EXAMPLES)
    .join(' · ');
}

/** What each column of a CSV file becomes; the server guessed, the person corrects. */
export function ColumnMapping({ mapping, rows, onApply }: ColumnMappingProps) {
  const [columns, setColumns] = useState<readonly MappedColumn[]>(mapping.columns);
  const put = (next: MappedColumn) =>
    setColumns((before) => before.map((column) => (column.index === next.index ? next : column)));
  return (
    <Section
      title={t('imports.columns')}
      description={t('imports.columnsText')}
      actions={
        <Button
          disabled={columns === mapping.columns}
          onClick={() => onApply({ ...mapping, columns: [...columns] })}
        >
          {t('imports.readAgain')}
        </Button>
      }
    >
      <ul className="max-h-120 overflow-y-auto rounded border border-line bg-surface">
        {columns.map((column) => (
          <ColumnChoice
            key={column.index}
            column={column}
            examples={examplesOf(rows, column)}
            onChange={put}
          />
        ))}
      </ul>
    </Section>
  );
}
