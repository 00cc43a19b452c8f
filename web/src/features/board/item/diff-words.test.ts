import { describe, expect, it } from 'vitest';
import { diffWords, mergeWords } from './diff-words.ts';

describe('web W24: two texts of one field', () => {
  it('tells what they share and what only one has', () => {
    expect(diffWords('Ship the big boxes', 'Ship the red boxes today')).toEqual([
      { kind: 'same', text: 'Ship the ' },
      { kind: 'left', text: 'big ' },
      { kind: 'right', text: 'red ' },
      { kind: 'same', text: 'boxes ' },
      { kind: 'right', text: 'today' },
    ]);
  });

  it('merges to what both say, each word of both once', () => {
    expect(mergeWords('Ship the big boxes', 'Ship the red boxes today')).toBe(
      'Ship the big red boxes today',
    );
    expect(mergeWords('one', 'two')).toBe('one two');
    expect(mergeWords('same words', 'same words')).toBe('same words');
    expect(mergeWords('from the shed, please', 'from the shed')).toBe('from the shed, please');
    expect(mergeWords('', 'all new')).toBe('all new');
  });

  it('gives texts that are too long to compare one after the other', () => {
    const [left, right] = ['a '.repeat(2_000), 'b '.repeat(2_000)];
    expect(diffWords(left, right).map(({ kind }) => kind)).toEqual(['left', 'right']);
  });
});
