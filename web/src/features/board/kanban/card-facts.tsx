import type { Column, Item } from '@boardwire/contract/board-model';
import { SquareCheck } from 'lucide-react';
import { Avatar } from '../../../ui/avatar.tsx';
import { columnFacts } from '../column-facts.ts';
import { FieldValue } from '../item/field-value.tsx';
import { usePeople } from '../people.tsx';
import { describeValue, readIds, readValue, type Value } from '../values.ts';

interface FactProps {
  column: Column;
  value: Value;
}

function isPerson({ type }: Column): boolean {
  return type === 'person' || type === 'createdBy' || type === 'updatedBy';
}

function hasValue(value: Value): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  return !Array.isArray(value) || value.length > 0;
}

/** The chosen fields of a card that hold something; people stand apart. */
export function CardFacts({ item, fields }: { item: Item; fields: readonly Column[] }) {
  const facts = fields
    .filter((column) => !isPerson(column))
    .map((column) => ({ column, value: readValue(item, column) }))
    .filter(({ value }) => hasValue(value));
  if (facts.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
      {facts.map(({ column, value }) => (
        <Fact key={column.id} column={column} value={value} />
      ))}
    </div>
  );
}

function Fact({ column, value }: FactProps) {
  const { nameOf } = usePeople();
  const { icon: Icon } = columnFacts[column.type];
  switch (column.type) {
    case 'status':
    case 'tags':
    case 'rating':
      return (
        <span className="flex max-w-full min-w-0">
          <FieldValue column={column} value={value} />
        </span>
      );
    case 'checkbox':
      return (
        <span className="inline-flex items-center gap-1 text-xs text-muted">
          <SquareCheck aria-hidden="true" className="size-3.5 text-accent-ink" />
          {column.name}
        </span>
      );
    default:
      return (
        <span
          className="inline-flex max-w-full min-w-0 items-center gap-1 text-xs text-muted"
          title={column.name}
        >
          <Icon aria-hidden="true" className="size-3.5 shrink-0" />
          <span className="sr-only">{column.name}</span>
          <span className="truncate tabular-nums">{describeValue(value, column, nameOf)}</span>
        </span>
      );
  }
}

/** People shown side by side before the rest is counted. */
const FACES = 3;

/** Those who stand in the chosen fields of a card. */
export function CardPeople({ item, fields }: { item: Item; fields: readonly Column[] }) {
  const { nameOf } = usePeople();
  const ids = [
    ...new Set(fields.filter(isPerson).flatMap((column) => readIds(readValue(item, column)))),
  ];
  if (ids.length === 0) return null;
  const names = ids.map(nameOf).join(', ');
  return (
    <span className="flex shrink-0 -space-x-1" title={names}>
      <span className="sr-only">{names}</span>
      {ids.slice(0, FACES).map((id) => (
        <span key={id} className="rounded-full ring-2 ring-raised">
          <Avatar size="sm" name={nameOf(id)} seed={id} />
        </span>
      ))}
      {ids.length > FACES && <span className="pl-2 text-xs text-muted">+{ids.length - FACES}</span>}
    </span>
  );
}
