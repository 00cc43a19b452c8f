import { describe, expect, it } from 'vitest';
import { covers, widens } from './change.ts';

const ada = { userId: 'ada', apiKeyId: null };
const key = { userId: 'ada', apiKeyId: 'k1' };

describe('security S9: whose rights cover those of an endpoint', () => {
  it.each([
    ['its person', ada, ada, true],
    ['its person, by whose key it was added', ada, key, true],
    ['its key', key, key, true],
    ['another key of its person', { userId: 'ada', apiKeyId: 'k2' }, key, false],
    ['a key of its person', key, ada, false],
    ['somebody else', { userId: 'bob', apiKeyId: null }, ada, false],
    ['nobody’s is everybody’s to take over', ada, null, false],
  ])('%s', (_who, asking, acting, expected) => {
    expect(covers(asking, acting)).toBe(expected);
  });
});

describe('what lets an endpoint hear of more, or elsewhere', () => {
  const some = { url: 'https://a.test/', eventTypes: ['a', 'b'], boardId: 'x' };
  const all = { url: 'https://a.test/', eventTypes: [], boardId: null };
  it.each([
    [some, {}, false],
    [some, { url: 'https://b.test/' }, true],
    [some, { eventTypes: ['b'] }, false],
    [some, { eventTypes: ['b', 'c'] }, true],
    [some, { eventTypes: [] }, true],
    [some, { boardId: 'y' }, true],
    [some, { boardId: null }, true],
    [all, { boardId: 'x', eventTypes: ['a'] }, false],
    [all, { eventTypes: [] }, false],
  ])('%j then %j', (before, after, expected) => {
    expect(widens(before, after)).toBe(expected);
  });
});
