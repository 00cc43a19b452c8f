import { describe, expect, it } from 'vitest';
import { findProblems, isQuiet } from './checks.fixture.ts';
import { fields } from './model-board.fixture.ts';
import type { Page } from './page.fixture.ts';
import { createRandom, createTimeline } from './timeline.fixture.ts';
import { createWorld, crash } from './world.fixture.ts';

const SEED = 7;

/** A world without faults in which every page is open. */
async function openWorld() {
  const timeline = createTimeline(createRandom(SEED));
  const world = createWorld(timeline);
  world.calm();
  await timeline.run(1_000);
  expect(isQuiet(world)).toBe(true);
  const [ada, bob] = world.profiles;
  const first = ada?.pages[0];
  if (ada === undefined || bob === undefined || first === undefined) throw new Error('nobody');
  return { world, timeline, ada, bob, first };
}

const count = (amount: number) => ({
  op: 'items.update' as const,
  input: { itemId: 'item-1', changes: { [fields.counter]: { increment: amount } } },
});

const counterOf = (page: Page | undefined) =>
  page?.board?.view().items.get('item-1')?.values[fields.counter];

describe('edits that wait', () => {
  it('live L19: are shown by the next page, and sent by its hub', async () => {
    const { world, timeline, ada, first } = await openWorld();
    world.server.refusesForNow = 1;
    first.mutate('counted', [count(5)]);
    await timeline.run(200);
    crash(world, ada, 0);
    crash(world, ada, 1);
    await timeline.run(3_000);
    expect(world.server.rows.seq).toBe(0);
    expect(ada.pages.map(counterOf)).toEqual([5, 5]);
    world.server.refusesForNow = 0;
    await timeline.run(10_000);
    expect(world.server.rows.ledger.get('counted')).toEqual({ done: 1, refused: 0 });
    expect(await findProblems(world)).toEqual([]);
  });

  it('live L18: lie on top of what others do meanwhile', async () => {
    const { world, timeline, bob, first } = await openWorld();
    const { link } = world.profiles[0] ?? bob;
    link.isUp = false;
    link.cut({ isSilent: false });
    await timeline.run(500);
    expect(first.board?.status()).toBe('offline');
    first.mutate('offline', [count(5)]);
    expect(counterOf(first)).toBe(5);
    bob.pages[0]?.mutate('online', [count(30)]);
    await timeline.run(500);
    expect(counterOf(bob.pages[0])).toBe(30);
    world.server.refusesForNow = 1;
    link.isUp = true;
    await timeline.run(10_000);
    expect({ status: first.board?.status(), counter: counterOf(first) }).toEqual({
      status: 'live',
      counter: 35,
    });
    world.server.refusesForNow = 0;
    await timeline.run(10_000);
    expect(await findProblems(world)).toEqual([]);
  });
});
