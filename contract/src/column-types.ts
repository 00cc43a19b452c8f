import { z } from 'zod';
import { id, name } from './common.ts';

/** Options of one column, people of one value. */
const MAX_ELEMENTS = 500;
/** Longer than any value may be (5,000), so that a value with blanks around it still reaches its own check. */
const JSON_MAX_TEXT_LENGTH = 10_000;
/** A value is flat or an object of flat values; two levels of room. */
const JSON_MAX_DEPTH = 4;
/** Twice the largest set, so that a set with repetitions still reaches its own check. */
const JSON_MAX_NODES = 2 * MAX_ELEMENTS;
/** Ids are UUIDs of 36 characters; longer ones are refused as unknown, not as malformed. */
const ELEMENT_MAX_LENGTH = 100;

/** Types a column can have; the last four are computed. */
export const columnTypes = [
  'text',
  'longText',
  'number',
  'status',
  'person',
  'date',
  'timeline',
  'checkbox',
  'tags',
  'link',
  'email',
  'phone',
  'rating',
  'createdAt',
  'createdBy',
  'updatedAt',
  'updatedBy',
] as const;

/** A type of column. */
export type ColumnType = (typeof columnTypes)[number];

/** What happens when two people write the same field at once (live L21, L22). */
export const conflictPolicies = ['merge', 'user_choice', 'last_writer_wins'] as const;

/** A conflict policy. */
export type ConflictPolicy = (typeof conflictPolicies)[number];

/** The colors of options and groups; each theme decides how they look. */
export const colorNames = [
  'gray',
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'purple',
  'pink',
  'brown',
] as const;

/** One choice of a status or tags column; names may repeat, ids decide. */
export const OptionSchema = z.strictObject({
  id,
  name,
  color: z.enum(colorNames),
  isDone: z.boolean().optional().meta({ description: 'Items with this status count as done' }),
});

/** Longest values in characters (UTF-16 units), largest sets in elements. Sources: RFC 5321 for mail addresses. */
export const fieldLimits = {
  titleLength: 1_000,
  textLength: 5_000,
  emailLength: 254,
  phoneLength: 50,
  urlLength: 2_048,
  linkTextLength: 500,
  elements: MAX_ELEMENTS,
} as const;

const options = z
  .array(OptionSchema)
  .max(MAX_ELEMENTS, `At most ${MAX_ELEMENTS} options`)
  .refine((list) => new Set(list.map((option) => option.id)).size === list.length, {
    error: 'Give every option an id of its own',
  })
  .default([]);

const anyPolicy = z.enum(conflictPolicies).optional();
const policyWithoutMerge = z.enum(['user_choice', 'last_writer_wins']).optional();
const plain = z.strictObject({ conflictPolicy: policyWithoutMerge });
const computed = z.strictObject({});

const number = z
  .strictObject({
    unit: z.string().trim().max(20, 'At most 20 characters').optional(),
    decimals: z.number().int().min(0).max(10).optional().meta({ description: 'Shown, not stored' }),
    min: z.number().optional(),
    max: z.number().optional(),
    isCounter: z.boolean().optional().meta({ description: 'Increments at the same time add up' }),
    isCritical: z
      .boolean()
      .optional()
      .meta({ description: 'Asks before a newer value is replaced' }),
    conflictPolicy: anyPolicy,
  })
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
    path: ['max'],
    error: 'The largest value must not be below the smallest',
  })
  .refine(({ isCounter, conflictPolicy }) => conflictPolicy !== 'merge' || isCounter === true, {
    path: ['conflictPolicy'],
    error: 'Only counters can be merged: make the column a counter or choose another policy',
  });

const person = z
  .strictObject({
    isMultiple: z.boolean().optional().meta({ description: 'True when absent' }),
    conflictPolicy: anyPolicy,
  })
  .refine(({ isMultiple, conflictPolicy }) => conflictPolicy !== 'merge' || isMultiple !== false, {
    path: ['conflictPolicy'],
    error: 'A single person cannot be merged: allow several or choose another policy',
  });

/** Settings by column type; unknown ones and policies that L21 does not permit for the type are refused. */
export const columnSettings = {
  text: z.strictObject({ conflictPolicy: anyPolicy }),
  longText: z.strictObject({ conflictPolicy: z.literal('merge').optional() }),
  number,
  status: z.strictObject({ options, conflictPolicy: policyWithoutMerge }),
  person,
  date: plain,
  timeline: plain,
  checkbox: plain,
  tags: z.strictObject({ options, conflictPolicy: anyPolicy }),
  link: plain,
  email: plain,
  phone: plain,
  rating: z.strictObject({
    max: z.number().int().min(1).max(10).default(5),
    conflictPolicy: policyWithoutMerge,
  }),
  createdAt: computed,
  createdBy: computed,
  updatedAt: computed,
  updatedBy: computed,
} as const satisfies Record<ColumnType, z.ZodType>;

/** Settings of a column after validation and defaults. */
export type ColumnSettings<Type extends ColumnType = ColumnType> = z.output<
  (typeof columnSettings)[Type]
>;

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A field's value as sent: at most 4 levels, 1,000 parts, 10,000 characters a text; the column judges the rest. */
export const fieldValue = z
  .unknown()
  .refine(isBoundedJson, { error: 'Send a JSON value that the column can hold' })
  .meta({ description: 'A JSON value; null empties the field' }) as z.ZodType<Json, Json>;

/** Names a field of an item: `title`, `group` (in versions only) or a column's id. */
export type FieldId = string;

/** What a field holds; null and absent are both empty. */
export type FieldValue = Json;

/** Any JSON of any size, judged elsewhere. */
export const anyJson = z.unknown() as unknown as z.ZodType<Json, Json>;

const elements = z
  .array(z.string().max(ELEMENT_MAX_LENGTH))
  .max(MAX_ELEMENTS, `At most ${MAX_ELEMENTS} at once`);

/**
 * A change of one field: a new value, for text with the text it was made from (`base`, live L21); elements that join
 * and leave a set (tags, several people); or an amount that a number grows by.
 */
export const fieldChange = z.union([
  z.strictObject({ set: fieldValue, base: fieldValue.optional() }),
  z
    .strictObject({ add: elements.optional(), remove: elements.optional() })
    .refine(({ add, remove }) => add !== undefined || remove !== undefined, {
      error: 'Send set, add, remove or increment',
    }),
  z.strictObject({ increment: z.number() }),
]);

/** A change of one field. */
export type FieldChange = z.output<typeof fieldChange>;

function isBoundedJson(value: unknown): boolean {
  // An explicit stack: nesting that would overflow the call stack ends here as an answer.
  const open: { node: unknown; depth: number }[] = [{ node: value, depth: 1 }];
  let nodes = 0;
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    const { node, depth } = entry;
    nodes += 1;
    if (nodes > JSON_MAX_NODES || depth > JSON_MAX_DEPTH || !isJsonNode(node)) return false;
    if (typeof node !== 'object' || node === null) continue;
    const children: unknown[] = Object.values(node);
    if (children.length + nodes + open.length > JSON_MAX_NODES) return false;
    for (const child of children) open.push({ node: child, depth: depth + 1 });
  }
  return true;
}

function isJsonNode(node: unknown): boolean {
  if (typeof node === 'string') return node.length <= JSON_MAX_TEXT_LENGTH;
  if (typeof node === 'number') return Number.isFinite(node);
  if (typeof node === 'boolean' || node === null || Array.isArray(node)) return true;
  if (typeof node !== 'object') return false;
  // JSON.parse makes `__proto__` an own key; copied carelessly later, it would replace a prototype.
  return Object.keys(node).every((key) => key !== '__proto__' && key.length <= ELEMENT_MAX_LENGTH);
}
