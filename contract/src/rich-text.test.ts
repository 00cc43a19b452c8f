import { expect, it } from 'vitest';
import { richText } from './rich-text.ts';

/** By then an engine has compiled what an address is looked at with. */
const CALLS = 20_000;

function isTaken(href: string): boolean {
  const inlines = [{ kind: 'text', text: 'there', href }];
  return richText.safeParse({ blocks: [{ kind: 'paragraph', inlines }] }).success;
}

it('security S37: a link whose address has other letters than those of English is one, however often was asked', () => {
  expect(isTaken('https://example.com/a')).toBe(true);
  for (let count = 0; count < CALLS; count += 1) isTaken(`https://example.com/${count % 10}`);
  expect(isTaken('https://example.com/größe')).toBe(true);
  expect(isTaken('javascript:alert(1)')).toBe(false);
});
