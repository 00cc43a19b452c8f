import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeIssue } from './describe-issue.ts';

const form = z.strictObject({
  to: z
    .array(
      z.union([
        z.strictObject({ userId: z.string() }),
        z.strictObject({ email: z.email() }),
        z.strictObject({ segment: z.enum(['members', 'admins']) }),
      ]),
    )
    .min(1)
    .max(1_000),
  title: z.string().min(1).max(200),
  count: z.int().min(0),
  at: z.iso.datetime({ offset: true }),
  url: z.url(),
  own: z.string().regex(/^a/, 'Our own words'),
});
const good = {
  to: [{ userId: 'ada' }],
  title: 'Done',
  count: 1,
  at: '2026-11-21T14:00:00Z',
  url: 'https://example.com',
  own: 'a',
};

function problemOf(change: Record<string, unknown>): string | undefined {
  const parsed = form.safeParse({ ...good, ...change }, { error: describeIssue });
  return parsed.error?.issues
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ');
}

describe('SPEC F1: problems of the input in words', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ to: undefined }, 'to: This field is needed'],
    [{ to: 'members' }, 'to: This has to be a list'],
    [{ to: [] }, 'to: At least 1 entry'],
    [{ to: Array.from({ length: 1_001 }, () => good.to[0]) }, 'to: At most 1,000 entries'],
    [{ to: [{ mail: 'ada' }] }, 'to.0: This needs userId, email or segment'],
    [{ to: [{ segment: 'all' }] }, 'to.0: segment: This has to be "members" or "admins"'],
    [{ title: '' }, 'title: This may not be empty'],
    [{ title: 'a'.repeat(201) }, 'title: At most 200 characters'],
    [{ title: 7 }, 'title: This has to be a text'],
    [{ count: 1.5 }, 'count: This has to be a whole number'],
    [{ count: -1 }, 'count: At least 0'],
    [{ at: 'tomorrow' }, 'at: A time such as 2026-11-21T14:00:00Z'],
    [{ url: 'nowhere' }, 'url: A web address such as https://example.com/page'],
    [{ own: 'b' }, 'own: Our own words'],
  ])('%#', (change, problem) => {
    expect(problemOf(change)).toBe(problem);
  });

  it('has nothing to say of what is right', () => {
    expect(problemOf({})).toBeUndefined();
  });
});
