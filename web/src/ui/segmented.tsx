import { type ReactNode, useId } from 'react';

interface SegmentedProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: ReactNode }[];
  onChange: (value: Value) => void;
}

const segmentClass = [
  'grid min-h-7 flex-1 cursor-pointer place-items-center rounded-inner px-3 whitespace-nowrap text-sm font-medium text-muted transition-colors',
  'hover:text-ink has-checked:bg-surface has-checked:text-ink has-checked:shadow-button',
  'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
].join(' ');

/** One of a few, all in sight: radio buttons in the shape of a switch. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
}: SegmentedProps<Value>) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className="flex max-w-full flex-wrap gap-0.5 rounded bg-neutral-soft p-0.5"
    >
      {options.map((option) => (
        <label key={option.value} className={segmentClass}>
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
