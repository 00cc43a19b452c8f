import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { NARROW } from './use-media.ts';

it('web W8: a window is narrow up to where the classes of a wide one begin', () => {
  const tokens = readFileSync(new URL('../ui/tokens.css', import.meta.url), 'utf8');
  const [, start] = /--breakpoint-md: (.+);/.exec(tokens) ?? [];
  expect(NARROW).toBe(`(width < ${start})`);
});
