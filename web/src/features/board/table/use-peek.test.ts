import { describe, expect, it } from 'vitest';
import { findStep } from './use-peek.ts';

const cell = (itemId: string, field = 'title') => ({
  active: { itemId, field },
  activeLine: null,
});
const line = (activeLine: string) => ({ ...cell(activeLine), activeLine });

describe('web W2: what is looked at follows the focus', () => {
  it('goes along to another line or to a cell of another line', () => {
    expect(findStep(line('b'), line('a'))).toBe('b');
    expect(findStep(cell('b'), line('a'))).toBe('b');
    expect(findStep(cell('a'), { active: null, activeLine: null })).toBe('a');
  });

  it('stays while the focus stays, whatever else of the table changes', () => {
    expect(findStep(line('a'), line('a'))).toBeUndefined();
    expect(findStep(cell('a', 'due'), cell('a'))).toBeUndefined();
    expect(findStep(cell('a'), line('a'))).toBeUndefined();
  });
});
