import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConflictPolicy, FieldChange, Json } from '@boardwire/contract/column-types';
import { policyOf, titleField } from './column.ts';
import type { FieldColumn } from './column.ts';
import { anyValue, column, fields, ids, labelled, people } from './columns.fixture.ts';
import { resolve } from './resolve.ts';
import type { FieldWrite, Resolution, Writer } from './resolve.ts';

const [ada = '', bob = '', one = '', two = '', three = ''] = ids;
const AT = '2026-01-01T00:00:00Z';
const live = (userId: string): Writer => ({
  userId,
  kind: 'user',
  clientId: `client of ${userId}`,
});
const by = (kind: Writer['kind']): Writer => ({ userId: bob, kind, clientId: null });

const status = column('status');
const asking = column('status', { conflictPolicy: 'user_choice' });
const text = column('text');
const tags = column('tags');

/** Ada writes what she saw at version 1; Bob has written version 2 since. */
function race(
  field: FieldColumn,
  standing: Json | null,
  change: FieldChange,
  rest: Partial<FieldWrite> & { writer?: Writer | null } = {},
): Resolution {
  const { writer = live(bob), ...others } = rest;
  return resolve({
    column: field,
    policy: policyOf(field),
    change,
    standing: { value: standing, version: 2, at: AT, writer },
    seen: 1,
    actor: live(ada),
    people,
    ...others,
  });
}

const replacedBy = (value: Json | null, who: string | null) => ({ value, by: who, at: AT });

describe('live L21: what comes first', () => {
  it('live L21: an equal value changes nothing, whatever was seen', () => {
    for (const seen of [undefined, 1, 2])
      expect(race(status, one, { set: one }, { seen })).toEqual({ kind: 'unchanged' });
    expect(race(tags, [one, two], { set: [two, one] })).toEqual({ kind: 'unchanged' });
    expect(race(tags, [one], { add: [one] })).toEqual({ kind: 'unchanged' });
    expect(race(text, 'x', { set: ' x ' }, { onConflict: 'reject' })).toEqual({
      kind: 'unchanged',
    });
  });

  it('live L21: without a seen version the last writer wins', () => {
    const unseen = { seen: undefined };
    const write = { kind: 'write', value: two, resolution: 'last_writer_wins' };
    expect(race(status, one, { set: two }, unseen)).toEqual(write);
    expect(race(asking, one, { set: two }, unseen)).toEqual(write);
    expect(race(asking, null, { set: two }, unseen)).toEqual({ ...write, resolution: 'success' });
    expect(race(tags, [one], { add: [two] }, unseen)).toMatchObject({ resolution: 'success' });
  });

  it('live L21: the version as seen is applied', () => {
    const write = { kind: 'write', value: two, resolution: 'success' };
    expect(race(asking, one, { set: two }, { seen: 2, onConflict: 'reject' })).toEqual(write);
  });

  it('live L17: a version ahead of the board counts as moved', () => {
    expect(race(status, one, { set: two }, { seen: 9 })).toMatchObject({
      resolution: 'last_writer_wins',
    });
  });

  it('live L21: a value that the field cannot hold is told so', () => {
    for (const field of [column('createdAt'), column('longText'), titleField])
      expect(race(field, 'x', { set: '' })).toMatchObject({ kind: 'invalid' });
  });
});

describe('live L21: by policy', () => {
  it('live L21: last writer wins and hears what was replaced', () => {
    expect(race(status, one, { set: two })).toEqual({
      kind: 'write',
      value: two,
      resolution: 'last_writer_wins',
      replaced: replacedBy(one, bob),
    });
  });

  it('live L21: deltas merge on what stands, removals too', () => {
    expect(race(tags, [one, two], { add: [three], remove: [one] })).toEqual({
      kind: 'write',
      value: [two, three],
      resolution: 'merged',
    });
    const counter = column('number', { isCounter: true });
    expect(race(counter, 5, { increment: 2 })).toEqual({
      kind: 'write',
      value: 7,
      resolution: 'merged',
    });
  });

  it('live L21: a whole list merges from its base, and replaces without one', () => {
    const merged = race(tags, [one, two, bob], { set: [one, three] }, { base: [one, two] });
    expect(merged).toEqual({ kind: 'write', value: [one, bob, three], resolution: 'merged' });
    expect(race(tags, [one, two], { set: [three] })).toMatchObject({
      value: [three],
      resolution: 'last_writer_wins',
    });
  });

  it('live L21: a merge that ends where the field stands changes nothing', () => {
    expect(race(tags, [two], { set: [] }, { base: [one] })).toEqual({ kind: 'unchanged' });
    expect(race(text, 'A b C', { set: 'A b c', base: 'a b c' })).toEqual({ kind: 'unchanged' });
  });

  it.each(labelled<[FieldColumn]>([[text], [titleField]]))(
    'live L21: text merges by words: %s',
    (_, field) => {
      const merged = race(field, 'Phone Ada on Monday', {
        set: 'Call Ada on Friday',
        base: ' Call Ada on Monday\r\n',
      });
      const value = 'Phone Ada on Friday';
      expect(merged).toEqual({ kind: 'write', value, resolution: 'merged' });
    },
  );

  it('live L21: overlapping text is asked about; so is text without its base or too long when merged', () => {
    const choice = { kind: 'choice', proposed: 'Eve', standing: { value: 'Bob' } };
    expect(race(text, 'Bob', { set: 'Eve', base: 'Ada' })).toMatchObject(choice);
    expect(race(text, 'Bob', { set: 'Eve' })).toMatchObject(choice);
    expect(race(text, null, { set: 'Eve', base: 'Ada' })).toMatchObject({ kind: 'choice' });
    const half = 'x'.repeat(3_000);
    const tooLong = race(text, `${half} m`, { set: `m ${half}y`, base: 'm' });
    expect(tooLong).toMatchObject({ kind: 'choice', proposed: `m ${half}y` });
  });

  it('live L21: a title is never merged away', () => {
    expect(race(titleField, 'b', { set: 'a', base: 'a b' })).toMatchObject({ kind: 'choice' });
  });

  it('live L21: the column decides against merging text', () => {
    const change: FieldChange = { set: 'a B', base: 'a b' };
    const policies: [ConflictPolicy, Partial<Resolution>][] = [
      ['last_writer_wins', { kind: 'write', value: 'a B', resolution: 'last_writer_wins' }],
      ['user_choice', { kind: 'choice', proposed: 'a B' }],
    ];
    for (const [policy, answer] of policies)
      expect(race(text, 'A b', change, { policy })).toMatchObject(answer);
  });
});

describe('live L22: who is asked', () => {
  it('live L22: a person, about the write of another person', () => {
    expect(race(asking, one, { set: two })).toEqual({
      kind: 'choice',
      proposed: two,
      standing: { value: one, version: 2, at: AT, writer: live(bob) },
    });
  });

  it.each<[string, Writer | null]>([
    ['own other tab', { ...live(ada), clientId: 'another tab' }],
    ['automation', by('automation')],
    ['integration', by('integration')],
    ['key of another person', by('apiKey')],
    ['the product', { userId: null, kind: 'system', clientId: null }],
    ['nobody known', null],
  ])('live L22: not about the write of: %s', (_, writer) => {
    const replaced = replacedBy(one, writer?.userId ?? null);
    const answer = { kind: 'write', value: two, resolution: 'last_writer_wins', replaced };
    expect(race(asking, one, { set: two }, { writer })).toEqual(answer);
    const overlap = race(text, 'Bob', { set: 'Eve', base: 'Ada' }, { writer });
    expect(overlap).toMatchObject({ resolution: 'last_writer_wins' });
    const apart = race(text, 'A b', { set: 'a B', base: 'a b' }, { writer });
    expect(apart).toMatchObject({ value: 'A B', resolution: 'merged' });
  });

  it.each<[Writer['kind'], object]>([
    ['user', { kind: 'rejected', proposed: two, standing: { value: one } }],
    ['apiKey', { kind: 'rejected', proposed: two, standing: { value: one } }],
    ['automation', { kind: 'write', resolution: 'last_writer_wins' }],
    ['integration', { kind: 'write', resolution: 'last_writer_wins' }],
    ['system', { kind: 'write', resolution: 'last_writer_wins' }],
  ])('live L22: without a live client, %s', (kind, answer) => {
    const actor: Writer = { userId: ada, kind, clientId: null };
    expect(race(asking, one, { set: two }, { actor })).toMatchObject(answer);
  });
});

describe('live L22: onConflict', () => {
  it('live L22: reject refuses every moved field with both values', () => {
    const reject = { onConflict: 'reject' } as const;
    for (const [field, change] of [
      [status, { set: two }],
      [text, { set: two, base: one }],
    ] as const)
      expect(race(field, one, change, reject)).toMatchObject({
        kind: 'rejected',
        proposed: two,
        standing: { value: one },
      });
    expect(race(tags, [one], { add: [two] }, reject)).toMatchObject({ kind: 'rejected' });
  });

  it('live L22: overwrite asks nobody and merges no text', () => {
    const overwrite = { onConflict: 'overwrite' } as const;
    const answer = { kind: 'write', resolution: 'last_writer_wins' };
    expect(race(asking, one, { set: two }, overwrite)).toMatchObject({ ...answer, value: two });
    const words = race(text, 'A b', { set: 'a B', base: 'a b' }, overwrite);
    expect(words).toMatchObject({ ...answer, value: 'a B' });
  });

  it('live L22: merge merges what can be, whatever the policy', () => {
    const merge = { onConflict: 'merge', policy: 'last_writer_wins' } as const;
    expect(race(text, 'A b', { set: 'a B', base: 'a b' }, merge)).toMatchObject({ value: 'A B' });
    expect(race(status, one, { set: two }, merge)).toMatchObject({
      resolution: 'last_writer_wins',
    });
    expect(race(asking, one, { set: two }, { onConflict: 'merge' })).toMatchObject({
      kind: 'choice',
    });
  });
});

describe('live L21: always', () => {
  it('live L21: every write has exactly one outcome and none throws', () => {
    const actors = fc.constantFrom(live(ada), live(bob), by('apiKey'), by('automation'));
    const options = fc.constantFrom(undefined, 'merge', 'reject', 'overwrite');
    const policies = fc.constantFrom('merge', 'user_choice', 'last_writer_wins');
    const cases = fc.record({
      field: fc.constantFrom(...fields),
      standing: fc.jsonValue(),
      set: anyValue,
      base: fc.option(fc.string(), { nil: undefined }),
      seen: fc.constantFrom(undefined, 1, 2),
      actor: actors,
      onConflict: options,
      policy: policies,
    });
    fc.assert(
      fc.property(cases, ({ field, standing, set, base, ...rest }) => {
        const result = race(field, standing as Json, { set: set as Json, base }, rest);
        // Nothing that another wrote unseen is replaced in silence.
        const isSilent = result.kind === 'write' && result.resolution === 'success';
        expect(isSilent && rest.seen === 1).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});
