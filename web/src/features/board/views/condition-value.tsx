import type { FieldValue } from '@boardwire/contract/column-types';
import { ChevronDown } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { ChoiceList } from '../../../ui/choice-list.tsx';
import { cx } from '../../../ui/cx.ts';
import { controlClass, Input } from '../../../ui/input.tsx';
import { PopoverButton } from '../../../ui/popover-button.tsx';
import { Select } from '../../../ui/select.tsx';
import { optionsOf } from '../column-facts.ts';
import { usePeople } from '../people.tsx';
import { useBoardModel } from '../table-context.ts';
import { readIds, readText } from '../values.ts';
import { PERIODS } from './days.ts';
import { nameOfChoice } from './describe-filter.ts';
import { ME } from './filter-items.ts';
import { operandOf } from './filter-operators.ts';
import type { Operator } from './operators.ts';
import { type Field, GROUP } from './view-context.ts';

interface ConditionValueProps {
  field: Field;
  operator: Operator;
  value: FieldValue | undefined;
  /** Names the control; `to` the second one of a range. */
  label: string;
  labelTo: string;
  onChange: (value: FieldValue | undefined) => void;
}

/** What a field is compared with, in the control that fits. */
export function ConditionValue(props: ConditionValueProps) {
  const { field, operator, value, label, labelTo, onChange } = props;
  const [from = null, to = null] = Array.isArray(value) ? value : [value, undefined];
  const operand = operandOf(field, operator);
  switch (operand) {
    case 'none':
      return null;
    case 'text':
    case 'number':
    case 'day':
      return <Typed kind={operand} label={label} value={from} onChange={onChange} />;
    case 'numbers':
    case 'days': {
      const kind = operand === 'days' ? 'day' : 'number';
      return (
        <span className="flex items-center gap-1.5">
          <Typed kind={kind} label={label} value={from} onChange={(next) => onChange([next, to])} />
          <span className="text-sm text-muted">{t('views.join.and')}</span>
          <Typed
            kind={kind}
            label={labelTo}
            value={to}
            onChange={(next) => onChange([from, next])}
          />
        </span>
      );
    }
    case 'period':
      return (
        <Select
          inline
          aria-label={label}
          value={readText(value)}
          onChange={(event) => onChange(event.target.value)}
        >
          {PERIODS.map((period) => (
            <option key={period} value={period}>
              {t(`views.period.${period}`)}
            </option>
          ))}
        </Select>
      );
    case 'choices':
      return <Choices {...props} />;
  }
}

/** Typing pauses this long before items are filtered by it, in milliseconds. */
const PAUSE_MS = 150;
const TYPES = { text: 'text', number: 'number', day: 'date' } as const;

interface TypedProps {
  kind: keyof typeof TYPES;
  label: string;
  value: FieldValue;
  onChange: (value: FieldValue) => void;
}

function Typed({ kind, label, value, onChange }: TypedProps) {
  const [text, setText] = useState(typeof value === 'number' ? String(value) : readText(value));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onInput = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (kind !== 'number') return onChange(next);
      onChange(next === '' ? null : Number(next));
    }, PAUSE_MS);
  };
  return (
    <Input
      type={TYPES[kind]}
      step="any"
      aria-label={label}
      value={text}
      autoComplete="off"
      onChange={(event) => onInput(event.target.value)}
      className={cx('h-8! text-sm', kind === 'number' ? 'w-24!' : 'w-40!')}
    />
  );
}

function useChoices(field: Field): { id: string; name: string }[] {
  const { tree } = useBoardModel();
  const { all } = usePeople();
  if (field.id === GROUP) return tree().groups.map(({ id, name }) => ({ id, name }));
  const { column } = field;
  if (column?.type === 'status' || column?.type === 'tags')
    return optionsOf(column).map(({ id, name }) => ({ id, name }));
  return [{ id: ME, name: t('views.me') }, ...all];
}

function Choices({ field, value, label, onChange }: ConditionValueProps) {
  const { tree, board } = useBoardModel();
  const { nameOf } = usePeople();
  const choices = useChoices(field);
  const chosen = readIds(value);
  const words = { columns: [...board.view().columns.values()], groups: tree().groups, nameOf };
  const names = chosen.map((id) => nameOfChoice(field, id, words)).join(', ');
  const toggle = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  return (
    <PopoverButton
      label={label}
      className="w-64"
      trigger={
        <button
          type="button"
          aria-label={names === '' ? label : `${label}: ${names}`}
          className={cx(controlClass, 'flex h-8 max-w-52 min-w-28 items-center gap-1 pr-2 pl-2.5')}
        >
          <span className={cx('min-w-0 flex-1 truncate text-left text-sm', !names && 'text-faint')}>
            {names || t('views.choose')}
          </span>
          <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-muted" />
        </button>
      }
    >
      {() => (
        <ChoiceList label={label} choices={choices} chosen={chosen} isMany onToggle={toggle} />
      )}
    </PopoverButton>
  );
}
