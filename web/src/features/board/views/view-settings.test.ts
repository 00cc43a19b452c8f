import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countConditions } from './filter-tree.ts';
import { readViewSettings, type StoredSettings, writeViewSettings } from './stored-settings.ts';
import { DEFAULT_SETTINGS, keepChanges } from './view-settings.ts';

describe('web W12: settings of views', () => {
  it('are read from anything that may be stored', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (stored) => {
        const settings = readViewSettings(stored);
        expect(Object.keys(settings).sort()).toEqual(Object.keys(DEFAULT_SETTINGS).sort());
      }),
    );
  });

  it('keep what another version wrote', () => {
    const stored: StoredSettings = {
      chart: { kind: 'pie' },
      sort: [{ field: 'title', direction: 'down' }, 7],
      filter: {
        join: 'or',
        parts: [
          { field: 'title', operator: 'contains', value: 'a' },
          { field: 'title', operator: 'soundsLike', value: 'b' },
          'strange',
        ],
      },
    };
    const settings = readViewSettings(stored);
    expect(settings.sort).toEqual([{ field: 'title', direction: 'down' }]);
    expect(countConditions(settings.filter)).toBe(1);
    const written = writeViewSettings(stored, { filter: settings.filter, groupBy: 'none' });
    expect(written).toEqual({ ...stored, groupBy: 'none' });
  });

  it('hold widths within reason', () => {
    const { widths } = readViewSettings({ widths: { a: 1, b: 99_999, c: 'x', d: 200 } });
    expect(widths).toEqual({ a: 60, b: 1_200, d: 200 });
  });

  it('know what a draft changes', () => {
    const draft = { groupBy: 'none', sort: [], hidden: ['x'] };
    expect(keepChanges(DEFAULT_SETTINGS, draft)).toEqual({ groupBy: 'none', hidden: ['x'] });
  });
});
