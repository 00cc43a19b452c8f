import { expect, it } from 'vitest';
import { parseUrl } from './url.ts';

/** By then an engine has compiled what it is called by. */
const CALLS = 20_000;

it('security S30: an address with other letters than those of English is one, however often was asked', () => {
  for (let count = 0; count < CALLS; count += 1) parseUrl(`https://example.com/${count % 10}`);
  expect(parseUrl('https://bücher.example/größe')?.host).toBe('xn--bcher-kva.example');
  expect(parseUrl('/größe', new URL('https://example.com'))?.pathname).toBe('/gr%C3%B6%C3%9Fe');
  expect(parseUrl('https://exa mple.com/')).toBeNull();
});
