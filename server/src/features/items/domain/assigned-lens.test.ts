import { describe, expect, it } from 'vitest';
import { lensesOf, type LensColumn } from './assigned-lens.ts';

const boardId = 'board';
const column = (id: string, type: LensColumn['type'], options?: object[]): LensColumn => ({
  id,
  boardId,
  type,
  settings: (options ? { options } : {}) as LensColumn['settings'],
});
const who = column('who', 'person');
const box = column('box', 'checkbox');
const green = column('green', 'status', [
  { id: 'stuck', name: 'Stuck', color: 'red' },
  { id: 'well', name: 'Well', color: 'green' },
]);
const said = column('said', 'status', [
  { id: 'fine', name: 'Fine', color: 'green' },
  { id: 'over', name: 'Over', color: 'gray', isDone: true },
]);
const ruleOf = (...columns: LensColumn[]) => {
  const [lens] = lensesOf([who, ...columns]);
  return [lens?.done, lens?.subDone];
};

describe('My work: what says that an item is done', () => {
  it('is the option that says so, wherever it stands', () => {
    const rule = { field: 'said', values: ['over'] };
    expect(ruleOf(box, green, said)).toEqual([rule, rule]);
  });

  it('else is green for items, and the box that is ticked in the panel for sub-items', () => {
    const ofGreen = { field: 'green', values: ['well'] };
    const ofBox = { field: 'box', values: [true] };
    expect(ruleOf(box, green)).toEqual([ofGreen, ofBox]);
    expect(ruleOf(green)).toEqual([ofGreen, ofGreen]);
    expect(ruleOf(box)).toEqual([ofBox, ofBox]);
  });

  it('is nothing on a board without either, whose items stay', () => {
    expect(ruleOf(column('plain', 'status', [{ id: 'a', name: 'A', color: 'blue' }]))).toEqual([
      null,
      null,
    ]);
    expect(lensesOf([box])).toEqual([]);
  });
});
