import { t } from '../../i18n/t.tsx';
import { Input } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { changeKind, DATE_FORMATS, KINDS, type Kind } from './column-kinds.ts';
import type { MappedColumn } from './import.ts';

interface ColumnChoiceProps {
  column: MappedColumn;
  examples: string;
  onChange: (column: MappedColumn) => void;
}

/** One column of the file and what it becomes. */
export function ColumnChoice({ column, examples, onChange }: ColumnChoiceProps) {
  const { header, as } = column;
  const toKind = (value: string): Kind => KINDS.find((kind) => kind === value) ?? 'ignored';
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2 last:border-0">
      <div className="min-w-40 flex-1">
        <div className="truncate text-sm font-medium text-ink">{header}</div>
        <div className="truncate text-xs text-muted">{examples}</div>
      </div>
      <Select
        inline
        aria-label={t('imports.becomes', { header })}
        value={as}
        onChange={(event) => onChange(changeKind(column, toKind(event.target.value)))}
      >
        {as === 'personId' && <option value="personId">{t('imports.as.personId')}</option>}
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {t(`imports.as.${kind}`)}
          </option>
        ))}
      </Select>
      {'name' in column && (
        <Input
          aria-label={t('imports.nameOf', { header })}
          className="max-w-48"
          value={column.name}
          onChange={(event) => onChange({ ...column, name: event.target.value })}
        />
      )}
      {column.as === 'date' && <DateOrder column={column} onChange={onChange} />}
    </li>
  );
}

interface DateOrderProps {
  column: Extract<MappedColumn, { as: 'date' }>;
  onChange: (column: MappedColumn) => void;
}

function DateOrder({ column, onChange }: DateOrderProps) {
  const { isUncertain, ...certain } = column;
  return (
    <>
      <Select
        inline
        aria-label={t('imports.order', { header: column.header })}
        value={column.format}
        onChange={({ target: { value } }) =>
          onChange({ ...certain, format: DATE_FORMATS.find((one) => one === value) ?? 'y-M-d' })
        }
      >
        {DATE_FORMATS.map((format) => (
          <option key={format} value={format}>
            {t(`imports.date.${format}`)}
          </option>
        ))}
      </Select>
      {isUncertain === true && (
        <p className="w-full text-sm text-warning-ink">{t('imports.uncertain')}</p>
      )}
    </>
  );
}
