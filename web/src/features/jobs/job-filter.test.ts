import { describe, expect, it } from 'vitest';
import { isFiltering, readJobFilter, toDeadInput, toJobInput, withField } from './job-filter.ts';

const job = '0198a4b2-0000-7000-8000-000000000001';

describe('web W14: the filter of the jobs lives in the address', () => {
  it('keeps what it knows and drops the rest', () => {
    const known = { state: 'dead', queue: 'import', name: 'imports.run', job } as const;
    expect(readJobFilter({ ...known, other: 'x' })).toEqual(known);
    expect(readJobFilter({ state: 'x', queue: 7, name: '', job: 'x' })).toEqual({});
    expect(readJobFilter({ name: 7 })).toEqual({ name: '7' });
    // The router keeps what is not answered.
    expect(readJobFilter({ state: 'x' })).toHaveProperty('state', undefined);
  });

  it('an emptied field is none', () => {
    expect(withField({ name: 'a', job }, 'name', '')).toEqual({ job });
    expect(withField({ name: 'a' }, 'state', 'dead')).toEqual({ name: 'a', state: 'dead' });
  });

  it('acts on dead jobs are asked for no state, and an open job filters nothing', () => {
    const filter = { state: 'dead', queue: 'import', job } as const;
    expect(toJobInput(filter)).toEqual({ state: 'dead', queue: 'import' });
    expect(toDeadInput(filter)).toEqual({ queue: 'import' });
    expect(isFiltering({ job })).toBe(false);
    expect(isFiltering({ name: 'a' })).toBe(true);
  });
});
