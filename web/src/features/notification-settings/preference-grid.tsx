import { useId } from 'react';
import type { PlainMessageKey } from '../../i18n/message-types.ts';
import { t } from '../../i18n/t.tsx';
import { Select } from '../../ui/select.tsx';
import type { GridChannel, GridRow, NoticeMode } from './preference-types.ts';

/** What a cell shows: a mode, or that it has no choice of its own. */
export type CellValue = NoticeMode | 'inherit';

interface PreferenceGridProps {
  rows: readonly GridRow[];
  channels: readonly GridChannel[];
  valueOf: (row: GridRow, channel: GridChannel) => CellValue;
  /** For one place: cells may have no choice of their own. */
  canInherit?: boolean;
  onChange: (row: GridRow, channel: GridChannel, value: CellValue) => void;
}

/** What happens, by the way it is told; on a phone each line is a small form. */
export function PreferenceGrid(props: PreferenceGridProps) {
  const { rows, channels } = props;
  return (
    <div className="@container rounded border border-line bg-surface">
      <div
        aria-hidden="true"
        className="hidden items-center gap-4 border-b border-line px-4 py-2 text-xs font-medium text-muted @min-[48rem]:flex"
      >
        <span className="flex-1">{t('notify.what')}</span>
        {channels.map((channel) => (
          <span key={channel} className="w-32">
            {t(`channel.${channel}`)}
          </span>
        ))}
      </div>
      <ul>
        {rows.map((row) => (
          <li key={row.category} className="border-b border-line last:border-0">
            <GridLine {...props} row={row} />
          </li>
        ))}
      </ul>
    </div>
  );
}

type GridLineProps = PreferenceGridProps & { row: GridRow };

function GridLine({ row, ...grid }: GridLineProps) {
  return (
    <div className="flex flex-col gap-x-4 gap-y-2 px-4 py-3 @min-[48rem]:flex-row @min-[48rem]:items-center">
      <div className="min-w-0 flex-1">
        <p className="text-base text-ink">{nameOf(row.category)}</p>
        <p className="text-sm text-muted">{textOf(row.category)}</p>
      </div>
      <div className="flex flex-col gap-1.5 @min-[48rem]:flex-row @min-[48rem]:gap-4">
        {grid.channels.map((channel) => (
          <GridCell key={channel} {...grid} row={row} channel={channel} />
        ))}
      </div>
    </div>
  );
}

type GridCellProps = GridLineProps & { channel: GridChannel };

function GridCell({ row, channel, valueOf, canInherit = false, onChange }: GridCellProps) {
  const id = useId();
  const label = t('notify.cell', {
    category: nameOf(row.category),
    channel: t(`channel.${channel}`),
  });
  const modes: CellValue[] = [
    ...(canInherit ? (['inherit'] as const) : []),
    'on',
    ...(channel === 'email' ? (['digest'] as const) : []),
    'off',
  ];
  return (
    <div className="grid grid-cols-[5rem_minmax(0,1fr)] items-center @min-[48rem]:block @min-[48rem]:w-32">
      <label htmlFor={id} className="text-sm text-muted @min-[48rem]:sr-only">
        <span aria-hidden="true">{t(`channel.${channel}`)}</span>
        <span className="sr-only">{label}</span>
      </label>
      {row.isMandatory ? (
        <output id={id} className="flex h-9 items-center text-sm text-muted">
          {valueOf(row, channel) === 'off' ? t('notify.off') : t('notify.always')}
        </output>
      ) : (
        <Select
          id={id}
          value={valueOf(row, channel)}
          onChange={({ target }) => onChange(row, channel, target.value as CellValue)}
        >
          {modes.map((mode) => (
            <option key={mode} value={mode}>
              {t(`notify.${mode}`)}
            </option>
          ))}
        </Select>
      )}
    </div>
  );
}

type CategoryKey =
  Extract<PlainMessageKey, `category.${string}.text`> extends `${infer Key}.text` ? Key : never;

const NAMES: Readonly<Record<string, CategoryKey>> = {
  assigned: 'category.assigned',
  mentioned: 'category.mentioned',
  commented: 'category.commented',
  statusChanged: 'category.statusChanged',
  reminders: 'category.reminders',
  conflicts: 'category.conflicts',
  invitations: 'category.invitations',
  imports: 'category.imports',
  operation: 'category.operation',
  custom: 'category.custom',
  account: 'category.account',
};

function nameOf(category: string): string {
  const key = NAMES[category];
  return key === undefined ? category : t(key);
}

function textOf(category: string): string {
  const key = NAMES[category];
  return key === undefined ? '' : t(`${key}.text`);
}
