import { CircleCheck, Plus, X } from 'lucide-react';
import { useId } from 'react';
import { t } from '../../i18n/t.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Input } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { COLOR_NAMES, toColor } from './color.ts';
import type { Option } from './column-facts.ts';

interface OptionsFieldProps {
  options: readonly Option[];
  /** Offers to say which of them mean that an item is done. */
  marksDone: boolean;
  onChange: (options: readonly Option[]) => void;
}

/** The choices of a status or tags column. */
export function OptionsField({ options, marksDone, onChange }: OptionsFieldProps) {
  const titleId = useId();
  const put = (next: Option) =>
    onChange(options.map((option) => (option.id === next.id ? next : option)));
  const add = () => {
    const color = COLOR_NAMES[options.length % COLOR_NAMES.length] ?? 'gray';
    onChange([...options, { id: crypto.randomUUID(), name: '', color }]);
  };
  return (
    <div role="group" aria-labelledby={titleId} className="flex flex-col gap-2">
      <span id={titleId} className="text-sm font-medium text-ink">
        {t('board.options')}
      </span>
      <ul className="flex max-h-64 flex-col gap-2 overflow-y-auto p-0.5">
        {options.map((option, index) => (
          <OptionField
            key={option.id}
            option={option}
            number={index + 1}
            marksDone={marksDone}
            onChange={put}
            onRemove={() => onChange(options.filter(({ id }) => id !== option.id))}
          />
        ))}
      </ul>
      <Button size="sm" className="self-start" onClick={add}>
        <Plus aria-hidden="true" />
        {t('board.addOption')}
      </Button>
    </div>
  );
}

interface OptionFieldProps {
  option: Option;
  number: number;
  marksDone: boolean;
  onChange: (option: Option) => void;
  onRemove: () => void;
}

function OptionField({ option, number, marksDone, onChange, onRemove }: OptionFieldProps) {
  return (
    <li className="flex items-center gap-2">
      <Input
        aria-label={t('board.optionName', { number })}
        value={option.name}
        autoComplete="off"
        onChange={(event) => onChange({ ...option, name: event.target.value })}
      />
      <Select
        inline
        aria-label={t('board.optionColor', { number })}
        value={option.color}
        onChange={(event) => onChange({ ...option, color: toColor(event.target.value) })}
      >
        {COLOR_NAMES.map((color) => (
          <option key={color} value={color}>
            {t(`color.${color}`)}
          </option>
        ))}
      </Select>
      {marksDone && (
        <IconButton
          icon={CircleCheck}
          label={t('board.optionIsDone', { number })}
          aria-pressed={option.isDone === true}
          className="aria-pressed:text-accent"
          onClick={() => onChange(toggleDone(option))}
        />
      )}
      <IconButton icon={X} label={t('board.removeOption', { number })} onClick={onRemove} />
    </li>
  );
}

function toggleDone({ isDone, ...option }: Option): Option {
  return isDone === true ? option : { ...option, isDone: true };
}
