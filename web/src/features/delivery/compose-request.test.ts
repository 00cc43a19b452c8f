import { describe, expect, it } from 'vitest';
import { type ComposeValues, placeProblems, readData, toRequest } from './compose-request.ts';

const values: ComposeValues = {
  toKind: 'people',
  people: ['a', 'b'],
  addresses: 'ada@example.com, +4915112345678\n\ngrace@example.com',
  topic: 'on-call',
  segment: 'admins',
  saysKind: 'ownWords',
  title: 'Deployed',
  body: 'Version 7',
  url: ' ',
  template: 'deploy',
  data: '{"version": 7}',
  channels: [],
  priority: 'normal',
  at: '',
};

describe('delivery D1: a message that somebody writes', () => {
  it('goes to people, addresses, a topic or everyone, whichever was chosen', () => {
    expect(toRequest('o', values)).toEqual({
      organizationId: 'o',
      to: [{ userId: 'a' }, { userId: 'b' }],
      content: { title: 'Deployed', body: 'Version 7' },
      priority: 'normal',
    });
    const to = (toKind: ComposeValues['toKind']) => toRequest('o', { ...values, toKind }).to;
    expect(to('addresses')).toEqual([
      { email: 'ada@example.com' },
      { phone: '+4915112345678' },
      { email: 'grace@example.com' },
    ]);
    expect(to('topic')).toEqual([{ topic: 'on-call' }]);
    expect(to('segment')).toEqual([{ segment: 'admins' }]);
  });

  it('says its own words or those of a template, by channels and at a time if such were chosen', () => {
    const asked = toRequest('o', {
      ...values,
      saysKind: 'template',
      channels: ['email'],
      at: '2026-03-12T14:05',
    });
    expect(asked).toMatchObject({ template: 'deploy', data: { version: 7 }, channels: ['email'] });
    expect(asked).not.toHaveProperty('content');
    expect(asked.scheduledAt).toMatch(/^2026-03-1\dT\d\d:\d\d:00Z$/);
    expect(toRequest('o', { ...values, url: 'https://example.com' }).content).toHaveProperty('url');
  });

  it('values of a template are an object or nothing', () => {
    expect(readData(' ')).toEqual({});
    for (const bad of ['[1]', '7', 'null', '{', '"x"']) expect(readData(bad)).toBeNull();
  });

  it('a refusal comes back to the field that it is about', () => {
    const failure = {
      code: 'VALIDATION_ERROR',
      message: 'no',
      details: {
        fields: [
          { path: 'to.1.email', message: 'no address' },
          { path: 'content.title', message: 'too long' },
          { path: 'data.version', message: 'missing' },
        ],
      },
    } as const;
    const placed = placeProblems(failure as never, { ...values, toKind: 'addresses' });
    expect(placed.details?.fields?.map(({ path }) => path)).toEqual([
      'addresses',
      'title',
      'data.version',
    ]);
  });
});
