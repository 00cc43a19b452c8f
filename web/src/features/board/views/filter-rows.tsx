import { Plus, X } from 'lucide-react';
import { t } from '../../../i18n/t.tsx';
import { cx } from '../../../ui/cx.ts';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Select } from '../../../ui/select.tsx';
import { useBoardModel } from '../table-context.ts';
import { ConditionValue } from './condition-value.tsx';
import { nameOfField, nameOfOperator } from './field-words.ts';
import { operandOf, operatorsOf } from './filter-operators.ts';
import type { Condition, FilterGroup, FilterPart } from './filter-tree.ts';
import type { Operator } from './operators.ts';
import { type Field, findField, listFields } from './view-context.ts';

/** A condition of the usual kind on a field. */
function newCondition(field: Field, operator = operatorsOf(field)[0] ?? 'is'): Condition {
  const isPeriod = operandOf(field, operator) === 'period';
  return { field: field.id, operator, ...(isPeriod ? { value: 'thisWeek' } : {}) };
}

function useFields(): Field[] {
  const { board } = useBoardModel();
  const columns = [...board.view().columns.values()].filter(({ deletedAt }) => deletedAt === null);
  return listFields({ columns });
}

interface FilterRowsProps {
  group: FilterGroup;
  /** What conditions before this group are called, so that each has a number of its own. */
  firstNumber: number;
  isNested?: boolean;
  onChange: (group: FilterGroup) => void;
}

/** The conditions of a group as lines of a sentence: "where … and …". */
export function FilterRows({ group, firstNumber, isNested = false, onChange }: FilterRowsProps) {
  const { join, parts } = group;
  const fields = useFields();
  const put = (index: number, part: FilterPart | undefined) =>
    onChange({ join, parts: parts.toSpliced(index, 1, ...(part ? [part] : [])) });
  const add = (part: FilterPart) => onChange({ join, parts: [...parts, part] });
  const [first] = fields;
  const fresh = first && newCondition(first);
  return (
    <div className="flex flex-col gap-2">
      {parts.map((part, index) => (
        <div key={index} className="flex flex-wrap items-start gap-1.5 sm:flex-nowrap">
          <span className="w-14 shrink-0 pt-1.5 text-right text-sm text-muted">
            {index === 0 ? t('views.where') : t(`views.join.${join}`)}
          </span>
          <PartRow
            part={part}
            number={firstNumber + index}
            fields={fields}
            onChange={(next) => put(index, next)}
          />
        </div>
      ))}
      {fresh && (
        <div className={cx('-ml-2 flex flex-wrap gap-1', parts.length > 0 && 'sm:pl-15')}>
          <Button variant="ghost" size="sm" onClick={() => add(fresh)}>
            <Plus aria-hidden="true" />
            {t('views.addCondition')}
          </Button>
          {!isNested && (
            <Button
              variant="ghost"
              size="sm"
              onClick={() => add({ join: join === 'and' ? 'or' : 'and', parts: [fresh] })}
            >
              <Plus aria-hidden="true" />
              {t('views.addGroup')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

interface PartRowProps {
  part: FilterPart;
  number: number;
  fields: readonly Field[];
  onChange: (part: FilterPart | undefined) => void;
}

function PartRow({ part, number, fields, onChange }: PartRowProps) {
  if (!('parts' in part)) {
    const condition = 'unread' in part ? undefined : part;
    return <ConditionRow {...{ condition, number, fields, onChange }} />;
  }
  return (
    <div className="flex min-w-0 flex-1 gap-1.5">
      <div className="flex min-w-0 flex-1 flex-col gap-2 rounded border border-line p-2">
        <JoinSelect join={part.join} onChange={(join) => onChange({ ...part, join })} />
        <FilterRows group={part} firstNumber={number * 10} isNested onChange={onChange} />
      </div>
      <IconButton
        icon={X}
        size="iconSm"
        label={t('views.removeGroup')}
        onClick={() => onChange(undefined)}
      />
    </div>
  );
}

interface JoinSelectProps {
  join: FilterGroup['join'];
  onChange: (join: FilterGroup['join']) => void;
}

/** Whether all conditions must hold, or one. */
export function JoinSelect({ join, onChange }: JoinSelectProps) {
  return (
    <Select
      inline
      className="self-start"
      aria-label={t('views.filterJoin')}
      value={join}
      onChange={(event) => onChange(event.target.value === 'or' ? 'or' : 'and')}
    >
      <option value="and">{t('views.joinAll')}</option>
      <option value="or">{t('views.joinOne')}</option>
    </Select>
  );
}

interface ConditionRowProps {
  /** Undefined when another version wrote it. */
  condition: Condition | undefined;
  number: number;
  fields: readonly Field[];
  onChange: (condition: Condition | undefined) => void;
}

function ConditionRow({ condition, number: count, fields, onChange }: ConditionRowProps) {
  const field =
    condition && findField({ columns: fields.flatMap((one) => one.column ?? []) }, condition.field);
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">
      <Select
        inline
        aria-label={t('views.filterField', { count })}
        value={field?.id ?? ''}
        onChange={({ target }) => {
          const next = fields.find(({ id }) => id === target.value);
          if (next) onChange(newCondition(next));
        }}
      >
        {!field && <option value="">{t('views.unknownField')}</option>}
        {fields.map((each) => (
          <option key={each.id} value={each.id}>
            {nameOfField(each)}
          </option>
        ))}
      </Select>
      {condition && field && <Comparison {...{ condition, field, count, onChange }} />}
      <IconButton
        icon={X}
        size="iconSm"
        label={t('views.filterRemove', { count })}
        onClick={() => onChange(undefined)}
        className="ml-auto"
      />
    </div>
  );
}

interface ComparisonProps {
  condition: Condition;
  field: Field;
  count: number;
  onChange: (condition: Condition) => void;
}

function Comparison({ condition, field, count, onChange }: ComparisonProps) {
  const { operator, value } = condition;
  const choose = (next: Operator) => {
    const isAlike = operandOf(field, next) === operandOf(field, operator);
    onChange(isAlike ? { ...condition, operator: next } : newCondition(field, next));
  };
  return (
    <>
      <Select
        inline
        aria-label={t('views.filterOperator', { count })}
        value={operator}
        onChange={(event) => choose(event.target.value as Operator)}
      >
        {operatorsOf(field).map((each) => (
          <option key={each} value={each}>
            {nameOfOperator(field, each)}
          </option>
        ))}
      </Select>
      <ConditionValue
        key={`${field.id} ${operandOf(field, operator)}`}
        field={field}
        operator={operator}
        value={value}
        label={t('views.filterValue', { count })}
        labelTo={t('views.filterTo', { count })}
        onChange={(next) =>
          onChange({ field: field.id, operator, ...(next === undefined ? {} : { value: next }) })
        }
      />
    </>
  );
}
