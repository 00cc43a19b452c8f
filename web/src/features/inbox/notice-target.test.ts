import { describe, expect, it } from 'vitest';
import type { InboxEntry } from './entries.ts';
import { findTarget } from './notice-target.ts';

const entry = (type: string, content: object) =>
  ({ type, content, boardId: null, itemId: null }) as unknown as InboxEntry;

describe('notices for administrators', () => {
  it('lead to what they tell of, in their organization', () => {
    const target = (type: string, content: object) => findTarget(entry(type, content), 'o1');
    expect(target('deadLetters', { count: 2, channels: {} })).toEqual({
      kind: 'page',
      href: '/o/o1/delivery/dead-letters',
    });
    expect(
      target('endpointDisabled', {
        endpointId: 'e1',
        name: 'Hook',
        host: 'x.test',
        reason: 'gone',
      }),
    ).toEqual({
      kind: 'page',
      href: '/o/o1/webhooks/e1',
    });
    expect(target('custom', { title: 'Hello', body: '' })).toBeNull();
  });
});
