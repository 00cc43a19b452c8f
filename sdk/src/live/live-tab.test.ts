import { describe, expect, it } from 'vitest';
import { createMemoryCopies } from './board-copies.ts';
import { createLiveTab, discardUnsent, hear, send } from './live-tab.ts';
import type { ToHub } from './tab-port.ts';
import { createTestClock } from './test-clock.fixture.ts';

/** A tab whose hub is the test. */
function openTab() {
  const clock = createTestClock();
  const copies = createMemoryCopies();
  const tab = createLiveTab({ client: {} as never, clock, copies }, crypto.randomUUID());
  const sent: ToHub[] = [];
  tab.port = { send: (message) => void sent.push(message), close: () => undefined };
  return { tab, clock, copies, sent };
}

describe('web W26: a board that is lost', () => {
  it('web W26: is said so again by every hub that begins, until one of them has heard it', async () => {
    const { tab, sent, copies } = openTab();
    await copies.save({ boardId: 'b', savedAtMs: 0, snapshot: {} as never });
    const lost = { t: 'lost', board: 'b' } as const;
    send(tab, lost);
    hear(tab, { t: 'up' });
    hear(tab, { t: 'up' });
    expect(sent).toEqual([lost, lost, lost]);
    hear(tab, { t: 'forgotten', board: 'b' });
    hear(tab, { t: 'up' });
    expect(sent).toHaveLength(3);
    expect(await copies.load('b')).toBeNull();
  });
});

describe('web W6: edits that are given up where an undo would wait', () => {
  it('web W6: are those that the hub says; none where no hub answers', async () => {
    const { tab, clock, sent } = openTab();
    const given = discardUnsent(tab, ['one', 'two']);
    const [asked] = sent as (ToHub & { t: 'discardUnsent' })[];
    hear(tab, { t: 'givenUp', ask: 'of another tab', ids: [] });
    hear(tab, { t: 'givenUp', ask: asked?.ask ?? '', ids: ['two'] });
    expect(await given).toEqual(['two']);
    const unanswered = discardUnsent(tab, ['one']);
    await clock.pass(2_000);
    expect(await unanswered).toEqual([]);
  });
});
