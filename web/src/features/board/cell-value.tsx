import type { Column } from '@boardwire/contract/board-model';
import { Check, Star } from 'lucide-react';
import { t } from '../../i18n/t.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { maxRating, optionsOf } from './column-facts.ts';
import { OptionChip } from './option-chip.tsx';
import { usePeople } from './people.tsx';
import { describeValue, readIds, readLink, readText, type Value } from './values.ts';

interface CellValueProps {
  value: Value;
  /** The title has none. */
  column: Column | undefined;
}

/** A value as its cell shows it. */
export function CellValue({ value, column }: CellValueProps) {
  const { nameOf } = usePeople();
  if (value === undefined || value === null) return null;
  switch (column?.type) {
    case 'status':
    case 'tags':
      return <Options ids={readIds(value)} column={column} />;
    case 'person':
    case 'createdBy':
    case 'updatedBy':
      return <Persons ids={readIds(value)} />;
    case 'checkbox':
      return value === true && <Checked />;
    case 'rating':
      return typeof value === 'number' && <Stars count={value} max={maxRating(column)} />;
    case 'link':
    case 'email':
      return <Address value={value} column={column} />;
    case 'number':
      return (
        <span className="w-full truncate text-right tabular-nums">
          {describeValue(value, column, nameOf)}
        </span>
      );
    default:
      return <span className="truncate">{describeValue(value, column, nameOf)}</span>;
  }
}

function Options({ ids, column }: { ids: readonly string[]; column: Column }) {
  const options = optionsOf(column);
  return (
    <span className="flex min-w-0 items-center gap-1 overflow-hidden">
      {ids.map((id) => {
        const option = options.find((each) => each.id === id);
        return (
          <OptionChip
            key={id}
            name={option?.name ?? t('board.unknownOption')}
            color={option?.color ?? 'gray'}
          />
        );
      })}
    </span>
  );
}

/** With several people the first is named, the others are counted. */
function Persons({ ids }: { ids: readonly string[] }) {
  const { nameOf } = usePeople();
  const [first, ...others] = ids;
  if (first === undefined) return null;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Avatar size="sm" name={nameOf(first)} seed={first} />
      <span className="truncate">{nameOf(first)}</span>
      {others.length > 0 && (
        <span className="shrink-0 text-xs text-muted" title={others.map(nameOf).join(', ')}>
          {t('board.andMore', { count: others.length })}
        </span>
      )}
    </span>
  );
}

function Checked() {
  return (
    <span className="grid w-full place-items-center">
      <Check aria-hidden="true" className="size-4 text-accent-ink" />
      <span className="sr-only">{t('board.checked')}</span>
    </span>
  );
}

function Stars({ count, max }: { count: number; max: number }) {
  return (
    <span className="flex items-center">
      <span className="sr-only">{t('board.stars', { count })}</span>
      {Array.from({ length: max }, (_, index) => (
        <Star
          key={index}
          aria-hidden="true"
          className={
            index < count ? 'size-3.5 fill-current text-warning-ink' : 'size-3.5 text-control'
          }
        />
      ))}
    </span>
  );
}

/** Where links may lead; whatever else stands in a cell stays text (security S37). */
const SAFE = /^(?:https?:|mailto:|tel:)/i;

function Address({ value, column }: { value: Value; column: Column }) {
  const link = readLink(value);
  const href = column.type === 'email' ? `mailto:${readText(value)}` : (link?.url ?? '');
  const text = link?.text ?? link?.url ?? readText(value);
  if (!SAFE.test(href)) return <span className="truncate">{text}</span>;
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      tabIndex={-1}
      className="truncate text-accent-ink underline-offset-2 hover:underline"
    >
      {text}
    </a>
  );
}
