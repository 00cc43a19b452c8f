import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeText } from './merge-text.ts';

describe('live L21: three-way merge of texts', () => {
  it.each([
    ['Call Ada on Monday', 'Phone Ada on Monday', 'Call Ada on Friday', 'Phone Ada on Friday'],
    ['one two', 'ONE two', 'one TWO', 'ONE TWO'],
    ['a  b\n\tc', 'A  b\n\tc', 'a  b\n\tC', 'A  b\n\tC'],
    ['end', 'start end', 'end', 'start end'],
    ['middle', 'before middle', 'middle after', 'before middle after'],
    ['a b c', 'a b', 'x b c', 'x b'],
    ['same here', 'SAME here', 'SAME here', 'SAME here'],
    ['今天天气很好', '明天天气很好', '今天天气不好', '明天天气不好'],
    ['שלום לך עולם', 'היי לך עולם', 'שלום לך ירח', 'היי לך ירח'],
    ['👩‍👩‍👧 and 👍🏽', '👩‍👧 and 👍🏽', '👩‍👩‍👧 and 👎🏽', '👩‍👧 and 👎🏽'],
    [
      '__proto__ x constructor',
      '__proto__ x toString',
      'valueOf x constructor',
      'valueOf x toString',
    ],
    ['', '', 'new', 'new'],
    ['x a a a', 'x N a a', 'x a a M', 'x N a M'],
    ['a b c d e f g', 'a g b c d e f', 'a b c D e f g', 'a g b c D e f'],
    ['a b c d e f g', 'a b c D e f g', 'a g b c d e f', 'a g b c D e f'],
  ])('live L21: %j with %j and %j is %j', (base, standing, proposed, value) => {
    expect(mergeText(base, standing, proposed)).toEqual({ kind: 'merged', value });
  });

  it.each([
    ['Call Ada', 'Call Bob', 'Call Eve'],
    ['', 'theirs', 'ours'],
    ['list:', 'list: one', 'list: two'],
    ['a b c', '', 'a b x'],
    ['👍🏽', '👍🏿', '👎🏽'],
  ])('live L21: %j with %j and %j overlaps', (base, standing, proposed) => {
    expect(mergeText(base, standing, proposed)).toEqual({ kind: 'overlap' });
  });

  it('live L21: never drops an edit of another word', () => {
    const word = fc.stringMatching(/^[a-z]{1,3}$/);
    const texts = fc.array(word, { minLength: 3, maxLength: 60 });
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(), (words, left, right) => {
        const [mine, theirs] = [left % words.length, right % words.length];
        fc.pre(mine !== theirs);
        const edit = (...changes: [number, string][]) =>
          words
            .with(changes[0]?.[0] ?? 0, changes[0]?.[1] ?? '')
            .map((one, at) => (changes[1]?.[0] === at ? changes[1][1] : one))
            .join(' ');
        const base = words.join(' ');
        const merged = mergeText(base, edit([theirs, 'THEIRS']), edit([mine, 'MINE']));
        expect(merged).toEqual({ kind: 'merged', value: edit([theirs, 'THEIRS'], [mine, 'MINE']) });
      }),
    );
  });

  it('live L21: an edit against an untouched text is that edit, whichever side made it', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(text, text, (base, edited) => {
        expect(mergeText(base, edited, base)).toEqual({ kind: 'merged', value: edited });
        expect(mergeText(base, base, edited)).toEqual({ kind: 'merged', value: edited });
        expect(mergeText(base, edited, edited)).toEqual({ kind: 'merged', value: edited });
      }),
    );
  });

  it('live L21: every word that either side wrote is in the merged text, once', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 30 });
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(2)), { maxLength: 4 });
    fc.assert(
      fc.property(words, edits, edits, (base, left, right) => {
        const [theirs, ours] = [rewrite(base, left, 'L'), rewrite(base, right, 'R')];
        const merged = mergeText(base.join(' '), theirs.join(' '), ours.join(' '));
        fc.pre(merged.kind === 'merged');
        const isNew = (word: string) => /[LR]/.test(word);
        const written = [...theirs, ...ours].filter(isNew).toSorted();
        expect(merged.value.split(' ').filter(isNew).toSorted()).toEqual(written);
      }),
    );
  });

  it('live L21: the longest natural text merges edits at both ends', () => {
    const base = Array.from(
      { length: 850 },
      (_, at) => `w${at % 97}${at % 13 ? '' : `x${at}`}`,
    ).join(' ');
    const value = `start ${base} end`;
    expect(mergeText(base, `start ${base}`, `${base} end`)).toEqual({ kind: 'merged', value });
  });

  it('live L21: text without a word of its own is asked about instead of compared for minutes', () => {
    const merged = mergeText('!?'.repeat(2_500), '?!'.repeat(2_500), '?!!'.repeat(1_660));
    expect(merged).toEqual({ kind: 'overlap' });
  });
});

/** Puts new words into a text, each in place of up to two others. */
function rewrite(
  base: readonly string[],
  edits: readonly [number, number][],
  mark: string,
): string[] {
  return edits.reduce<string[]>(
    (words, [at, removed], index) =>
      words.toSpliced(at % (words.length + 1), removed, `${mark}${index}`),
    [...base],
  );
}
