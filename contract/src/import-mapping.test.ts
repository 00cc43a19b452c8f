import { describe, expect, it } from 'vitest';
import { importMapping } from './import-mapping.ts';

const title = { as: 'title', index: 0, header: 'Title' };
const text = (index: number) => ({ as: 'text', index, header: 'x', name: `Column ${index}` });
const messages = (columns: object[], rest: object = {}) =>
  importMapping.safeParse({ columns, ...rest }).error?.issues.map(({ message }) => message) ?? [];

describe('SPEC B6: a mapping of columns', () => {
  it('needs one title, and has one group, key and description at most', () => {
    expect(messages([title, text(1)])).toEqual([]);
    expect(messages([text(1)])).toEqual(['Choose the one column that holds the titles']);
    expect(messages([title, { ...title, index: 1 }])).toHaveLength(1);
    const group = { as: 'group', header: 'x' };
    expect(messages([title, { ...group, index: 1 }, { ...group, index: 2 }])).toEqual([
      'Only one column can be the group',
    ]);
  });

  it('maps a column of the file once, and takes 200 at most', () => {
    expect(messages([title, text(0)])).toEqual(['A column of the file is mapped twice']);
    const many = Array.from({ length: 201 }, (_, index) => text(index + 1));
    expect(messages([title, ...many])).toEqual([
      'At most 200 columns can be taken; ignore some of the 201',
    ]);
    expect(messages([title, ...many.slice(1)])).toEqual([]);
  });

  it('refuses unknown types, formats, zones and fields', () => {
    expect(messages([title, { ...text(1), as: 'formula' }])).toHaveLength(1);
    expect(messages([title, { ...text(1), as: 'date', format: 'Y' }])).toHaveLength(1);
    expect(messages([title, { ...text(1), color: 'red' }])).toHaveLength(1);
    expect(messages([title], { timeZone: 'Mars/Base' })).toEqual([
      'Use an IANA name such as Europe/Zurich',
    ]);
    expect(importMapping.parse({ columns: [title] }).timeZone).toBe('UTC');
  });
});
