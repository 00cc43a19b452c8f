import { describe, expect, it } from 'vitest';
import type { Failure } from './failure.ts';
import { findReasonField, sortProblems } from './form-problems.ts';

function refuse(...fields: { path: string; message: string }[]): Failure {
  return { code: 'VALIDATION_ERROR', message: 'no', details: { fields } };
}

describe('server errors on forms', () => {
  it('go to the field of their path, inner paths to the field that holds them', () => {
    const failure = refuse(
      { path: 'email', message: 'Enter an address' },
      { path: 'permissions.3', message: 'Unknown' },
    );
    expect(sortProblems(failure, ['email', 'permissions'])).toEqual({
      fields: { email: 'Enter an address', permissions: 'Unknown' },
      others: [],
    });
  });

  it('keep the first problem of a field', () => {
    const failure = refuse({ path: 'name', message: 'first' }, { path: 'name', message: 'second' });
    expect(sortProblems(failure, ['name']).fields).toEqual({ name: 'first' });
  });

  it('do not take a name for another that it begins with', () => {
    const failure = refuse({ path: 'names', message: 'x' });
    expect(sortProblems(failure, ['name'])).toEqual({ fields: {}, others: ['x'] });
  });

  it('choose the longest field that fits', () => {
    const failure = refuse({ path: 'a.b.c', message: 'x' });
    expect(sortProblems(failure, ['a', 'a.b']).fields).toEqual({ 'a.b': 'x' });
  });

  it('are empty for failures without fields', () => {
    const failure: Failure = { code: 'CONFLICT', message: 'no' };
    expect(sortProblems(failure, ['name'])).toEqual({ fields: {}, others: [] });
  });

  it('find the field that a reason speaks of', () => {
    const failure: Failure = { code: 'CONFLICT', message: 'no', details: { reason: 'name_taken' } };
    expect(findReasonField(failure, ['name', 'permissions'])).toBe('name');
    expect(findReasonField(failure, ['email'])).toBeUndefined();
  });
});
