import type { Column } from '@boardwire/contract/board-model';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { t } from '../../i18n/t.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { type Choice, ChoiceList } from '../../ui/choice-list.tsx';
import { Input } from '../../ui/input.tsx';
import { maxRating, optionsOf, takesMany } from './column-facts.ts';
import { SpanField } from './date-fields.tsx';
import { DayEditor } from './table/day-editor.tsx';
import { OptionChip } from './option-chip.tsx';
import { type People, usePeople } from './people.tsx';
import { toTyped } from './typed-values.ts';
import { readIds, readSpan, readText, type Value } from './values.ts';

interface ValueFieldProps {
  column: Column;
  value: Value;
  typed?: string;
  /** `isFinal` says that there is nothing more to choose. */
  onChange: (value: FieldInput, isFinal: boolean) => void;
}

const CHECKED = 'checked';

function listChoices(column: Column, { all }: People): Choice[] {
  switch (column.type) {
    case 'status':
    case 'tags':
      return optionsOf(column).map(({ id, name, color }) => ({
        id,
        name,
        drawn: <OptionChip name={name} color={color} />,
      }));
    case 'person':
      return all.map(({ id, name }) => ({
        id,
        name,
        drawn: (
          <span className="flex items-center gap-2">
            <Avatar size="sm" name={name} seed={id} />
            <span className="truncate">{name}</span>
          </span>
        ),
      }));
    case 'rating':
      return Array.from({ length: maxRating(column) }, (_, index) => ({
        id: String(index + 1),
        name: t('board.stars', { count: index + 1 }),
      }));
    case 'checkbox':
      return [{ id: CHECKED, name: t('board.checked') }];
    default:
      return [];
  }
}

function readChosen(value: Value, { type }: Column): readonly string[] {
  if (type === 'rating') return typeof value === 'number' ? [String(value)] : [];
  if (type === 'checkbox') return value === true ? [CHECKED] : [];
  return readIds(value);
}

function choose(column: Column, chosen: readonly string[], id: string): FieldInput {
  const isOff = chosen.includes(id);
  if (takesMany(column)) {
    const next = isOff ? chosen.filter((each) => each !== id) : [...chosen, id];
    return next.length === 0 ? null : [...next];
  }
  if (isOff) return null;
  if (column.type === 'rating') return Number(id);
  if (column.type === 'checkbox') return true;
  return column.type === 'person' ? [id] : id;
}

/** A field for a value of any column that can be written. */
export function ValueField({ column, value, typed = '', onChange }: ValueFieldProps) {
  const people = usePeople();
  switch (column.type) {
    case 'date':
      return (
        <DayEditor
          label={column.name}
          value={readText(value)}
          typed={typed}
          onChange={(next) => onChange(next, false)}
        />
      );
    case 'timeline':
      return <SpanField value={readSpan(value)} onChange={(next) => onChange(next, false)} />;
    case 'status':
    case 'tags':
    case 'person':
    case 'rating':
    case 'checkbox': {
      const chosen = readChosen(value, column);
      return (
        <ChoiceList
          label={column.name}
          choices={listChoices(column, people)}
          chosen={chosen}
          isMany={takesMany(column)}
          initialSearch={typed}
          onSearch={column.type === 'person' ? people.find : undefined}
          onToggle={(id) => onChange(choose(column, chosen, id), !takesMany(column))}
        />
      );
    }
    default:
      return (
        <Input
          aria-label={column.name}
          value={toTyped(value, column)}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value, false)}
        />
      );
  }
}
