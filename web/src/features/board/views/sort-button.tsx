import { ArrowDownUp, ArrowUp, Plus, X } from 'lucide-react';
import { t } from '../../../i18n/t.tsx';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { PopoverButton } from '../../../ui/popover-button.tsx';
import { Select } from '../../../ui/select.tsx';
import { useBoardModel } from '../table-context.ts';
import { nameOfDirection, nameOfField } from './field-words.ts';
import { ToolButton } from './tool-button.tsx';
import { type Field, listFields } from './view-context.ts';
import { useViews } from './view-provider.tsx';
import type { Sort } from './view-settings.ts';

/** Opens the fields that items are sorted by. */
export function SortButton() {
  const { view, change } = useViews();
  const { sort } = view.settings;
  const count = sort.length;
  return (
    <PopoverButton
      label={t('views.sort')}
      align="end"
      className="w-[27rem]"
      trigger={
        <ToolButton
          icon={ArrowDownUp}
          label={count > 0 ? t('views.sortCount', { count }) : t('views.sort')}
          text={t('views.sort')}
          count={count}
        />
      }
    >
      {() => <SortBox sort={sort} onChange={(next) => change({ sort: next })} />}
    </PopoverButton>
  );
}

interface SortBoxProps {
  sort: readonly Sort[];
  onChange: (sort: readonly Sort[]) => void;
}

function SortBox({ sort, onChange }: SortBoxProps) {
  const { board } = useBoardModel();
  const columns = [...board.view().columns.values()].filter(({ deletedAt }) => deletedAt === null);
  const fields = listFields({ columns });
  const unused = fields.find(({ id }) => !sort.some(({ field }) => field === id));
  return (
    <div className="flex flex-col gap-2">
      {sort.length === 0 && <p className="text-sm text-muted">{t('views.noSort')}</p>}
      {sort.map((one, index) => (
        <SortRow
          key={one.field}
          sort={one}
          index={index}
          fields={fields}
          onChange={(next) => onChange(sort.toSpliced(index, 1, ...(next ? [next] : [])))}
          onEarlier={() => onChange(sort.toSpliced(index, 1).toSpliced(index - 1, 0, one))}
        />
      ))}
      {unused && (
        <Button
          variant="ghost"
          size="sm"
          className="self-start"
          onClick={() => onChange([...sort, { field: unused.id, direction: 'up' }])}
        >
          <Plus aria-hidden="true" />
          {t('views.addSort')}
        </Button>
      )}
    </div>
  );
}

interface SortRowProps {
  sort: Sort;
  index: number;
  fields: readonly Field[];
  onChange: (sort: Sort | undefined) => void;
  onEarlier: () => void;
}

function SortRow({ sort, index, fields, onChange, onEarlier }: SortRowProps) {
  const count = index + 1;
  const field = fields.find(({ id }) => id === sort.field);
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <span className="w-14 shrink-0 text-right text-sm text-muted">
        {t(index === 0 ? 'views.sortBy' : 'views.thenBy')}
      </span>
      <Select
        inline
        aria-label={t('views.sortField', { count })}
        value={field?.id ?? ''}
        onChange={(event) => onChange({ ...sort, field: event.target.value })}
      >
        {!field && <option value="">{t('views.unknownField')}</option>}
        {fields.map((each) => (
          <option key={each.id} value={each.id}>
            {nameOfField(each)}
          </option>
        ))}
      </Select>
      {field && <DirectionSelect {...{ sort, field, count, onChange }} />}
      <span className="ml-auto flex">
        {index > 0 && (
          <IconButton
            icon={ArrowUp}
            size="iconSm"
            label={t('views.sortEarlier', { count })}
            onClick={onEarlier}
          />
        )}
        <IconButton
          icon={X}
          size="iconSm"
          label={t('views.sortRemove', { count })}
          onClick={() => onChange(undefined)}
        />
      </span>
    </div>
  );
}

interface DirectionSelectProps {
  sort: Sort;
  field: Field;
  count: number;
  onChange: (sort: Sort) => void;
}

function DirectionSelect({ sort, field, count, onChange }: DirectionSelectProps) {
  return (
    <Select
      inline
      aria-label={t('views.sortDirection', { count })}
      value={sort.direction}
      onChange={({ target }) =>
        onChange({ ...sort, direction: target.value === 'down' ? 'down' : 'up' })
      }
    >
      <option value="up">{nameOfDirection(field, 'up')}</option>
      <option value="down">{nameOfDirection(field, 'down')}</option>
    </Select>
  );
}
