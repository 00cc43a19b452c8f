import type { Column } from '@boardwire/contract/board-model';
import { Check } from 'lucide-react';
import { t } from '../../i18n/t.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { cx } from '../../ui/cx.ts';
import { colorStyle } from './color.ts';
import { maxRating, optionsOf } from './column-facts.ts';
import { OptionChip } from './option-chip.tsx';
import { usePeople } from './people.tsx';
import { describeValue, readIds, readLink, readText, type Value } from './values.ts';

interface CellValueProps {
  value: Value;
  /** The title has none. */
  column: Column | undefined;
  /** What is marked shows through. */
  isMarked?: boolean;
}

/** Names are needed for people alone, who have a look of their own. */
const noName = () => '';

/** A value as its cell shows it. */
export function CellValue({ value, column, isMarked = false }: CellValueProps) {
  if (value === undefined || value === null) return null;
  switch (column?.type) {
    case 'status':
      return <StatusFill id={readIds(value)[0]} column={column} isMarked={isMarked} />;
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
          {describeValue(value, column, noName)}
        </span>
      );
    default:
      return <span className="truncate">{describeValue(value, column, noName)}</span>;
  }
}

/** A status fills its cell with its colour; the name carries the meaning (web W11, W40). */
function StatusFill({
  id,
  column,
  isMarked,
}: {
  id: string | undefined;
  column: Column;
  isMarked: boolean;
}) {
  if (id === undefined) return null;
  const option = optionsOf(column).find((each) => each.id === id);
  return (
    <span
      className={cx(
        'absolute inset-0 grid place-items-center px-2 text-sm font-medium',
        isMarked && 'opacity-80',
      )}
      style={colorStyle(option?.color ?? 'gray')}
    >
      <span className="max-w-full truncate">{option?.name ?? t('board.unknownOption')}</span>
    </span>
  );
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

/** Faces that are drawn; the others are counted. */
const FACES = 3;

/** One person has a face and a name; several have faces, and their names on demand. */
function Persons({ ids }: { ids: readonly string[] }) {
  const { nameOf } = usePeople();
  const [first, ...others] = ids;
  if (first === undefined) return null;
  const names = ids.map(nameOf).join(', ');
  return (
    <span className="flex min-w-0 items-center gap-2" title={names}>
      <span aria-hidden="true" className="flex shrink-0 -space-x-1">
        {ids.slice(0, FACES).map((id) => (
          <span key={id} className="rounded-full ring-2 ring-surface">
            <Avatar size="sm" name={nameOf(id)} seed={id} />
          </span>
        ))}
      </span>
      {others.length === 0 ? (
        <span className="truncate">{names}</span>
      ) : (
        <>
          <span className="sr-only">{names}</span>
          {ids.length > FACES && (
            <span aria-hidden="true" className="shrink-0 text-xs text-muted">
              {t('board.andMore', { count: ids.length - FACES })}
            </span>
          )}
        </>
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

/** Signs of the font: five drawings in each of thousands of rows would cost more than all else. */
function Stars({ count, max }: { count: number; max: number }) {
  return (
    <span className="flex items-center text-base tracking-wider">
      <span className="sr-only">{t('board.stars', { count })}</span>
      <span aria-hidden="true" className="text-warning-ink">
        {'★'.repeat(Math.min(count, max))}
      </span>
      <span aria-hidden="true" className="text-control">
        {'☆'.repeat(Math.max(max - count, 0))}
      </span>
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
