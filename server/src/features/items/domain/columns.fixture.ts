import fc from 'fast-check';
import { columnSettings } from '@boardwire/contract/column-types';
import type { ColumnType } from '@boardwire/contract/column-types';
import { titleField } from './column.ts';
import type { FieldColumn } from './column.ts';

/** Ten ids that look like those of options and people. */
export const ids: readonly string[] = Array.from(
  { length: 10 },
  (_, index) => `0190a0b0-0000-7000-8000-00000000000${index}`,
);

/** An id that no column and no board knows. */
export const strangerId = '0190a0b0-ffff-7000-8000-000000000000';

/** Everybody of the board. */
export const people: ReadonlySet<string> = new Set(ids);

/** A column whose settings went through the contract. */
export function column(type: ColumnType, settings: object = {}): FieldColumn {
  const needsOptions = type === 'status' || type === 'tags';
  const options = ids.map((id, index) => ({ id, name: `Option ${index}`, color: 'gray' }));
  const parsed = columnSettings[type].parse(needsOptions ? { options, ...settings } : settings);
  return { id: ids[0], type, settings: parsed } as FieldColumn;
}

/** Rows of a table of cases behind a short name of their field, for the titles of tests. */
export function labelled<Row extends readonly [FieldColumn, ...unknown[]]>(
  rows: readonly Row[],
): [string, ...Row][] {
  return rows.map((row) => {
    const { options: _, ...settings } = row[0].settings as { options?: unknown };
    const details = Object.keys(settings).length === 0 ? '' : ` ${JSON.stringify(settings)}`;
    return [`${row[0].type}${details}`, ...row];
  });
}

/** One field of each kind that can be written. */
export const fields: readonly FieldColumn[] = [
  titleField,
  column('text'),
  column('number', { min: -5, max: 100 }),
  column('number', { isCounter: true }),
  column('status'),
  column('person'),
  column('person', { isMultiple: false }),
  column('date'),
  column('timeline'),
  column('checkbox'),
  column('tags'),
  column('link'),
  column('email'),
  column('phone'),
  column('rating'),
];

/** Fields that refuse every write. */
export const readOnlyFields: readonly FieldColumn[] = (
  ['longText', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy'] as const
).map((type) => column(type));

/** Values near those that some field takes, mixed with any other. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom<unknown>(...ids, false, true, 0, -0, '', ' ', [], {}, 3, '2026-02-28'),
  fc.subarray([...ids, strangerId, '__proto__']),
  fc.record({ url: fc.webUrl(), text: fc.string() }, { requiredKeys: ['url'] }),
  fc.record({ start: fc.constant('2026-01-01'), end: fc.constantFrom('2026-01-02', '2025-12-31') }),
  fc.emailAddress(),
  fc.double(),
);
