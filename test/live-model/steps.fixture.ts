import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import { placeProvisionally } from '@boardwire/sdk/live/provisional-rank';
import type { BoardState } from '@boardwire/contract/board-state';
import fc from 'fast-check';
import { editPlan, toCalls } from './commands.fixture.ts';
import type { EditPlan } from './commands.fixture.ts';
import type { Page } from './page.fixture.ts';
import { crash, livingPages, restore } from './world.fixture.ts';
import type { World } from './world.fixture.ts';

/** What happens next in a world. */
export type Step =
  | { kind: 'edit'; page: number; plan: EditPlan }
  | { kind: 'undo'; page: number; edit: number }
  | { kind: 'wait'; ms: number }
  | { kind: 'cut'; profile: number; isSilent: boolean }
  | { kind: 'offline' | 'online' | 'wake'; profile: number }
  | { kind: 'crash'; profile: number; page: number }
  | { kind: 'restartServer'; isGraceful: boolean }
  | { kind: 'backUp' | 'restore' };

const nat = (max: number) => fc.nat({ max });
const profile = nat(2);
const is = <const Kind extends string>(...kinds: Kind[]) => fc.constantFrom(...kinds);
const isSilent = fc.boolean();

/** Steps; most of them are edits and short waits. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 30, arbitrary: fc.record({ kind: is('edit'), page: nat(3), plan: editPlan }) },
  { weight: 3, arbitrary: fc.record({ kind: is('undo'), page: nat(3), edit: nat(9) }) },
  { weight: 10, arbitrary: fc.record({ kind: is('wait'), ms: fc.constantFrom(5, 40, 150, 700) }) },
  { weight: 2, arbitrary: fc.record({ kind: is('wait'), ms: fc.constantFrom(3_000, 20_000) }) },
  { weight: 3, arbitrary: fc.record({ kind: is('cut'), profile, isSilent }) },
  { weight: 4, arbitrary: fc.record({ kind: is('offline', 'online', 'wake'), profile }) },
  { weight: 2, arbitrary: fc.record({ kind: is('crash'), profile, page: nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: is('restartServer'), isGraceful: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: is('backUp', 'restore') }) },
);

/** Makes a step happen. */
export async function takeStep(world: World, next: Step): Promise<void> {
  const { timeline, server, profiles } = world;
  switch (next.kind) {
    case 'wait':
      return timeline.run(next.ms);
    case 'edit':
      return edit(world, pickPage(world, next.page), next.plan);
    case 'undo': {
      const page = pickPage(world, next.page);
      const chosen = page?.edits[next.edit % Math.max(1, page.edits.length)];
      return chosen && page.undo(chosen);
    }
    case 'cut':
      return profiles[next.profile]?.link.cut(next);
    case 'restartServer':
      return server.restart(next);
    case 'backUp':
      return server.backUp();
    case 'restore':
      return restore(world);
    default:
      return disturb(world, next);
  }
}

function disturb(world: World, next: Step & { profile: number }): void {
  const chosen = world.profiles[next.profile];
  if (chosen === undefined) return;
  const { link } = chosen;
  switch (next.kind) {
    case 'offline':
      link.isUp = false;
      return link.cut({ isSilent: world.timeline.random() < 0.5 });
    case 'online':
      link.isUp = true;
      return;
    case 'wake':
      return chosen.wake();
    case 'crash':
      return crash(world, chosen, next.page % chosen.pages.length);
    default:
  }
}

function pickPage(world: World, index: number): Page | undefined {
  const pages = livingPages(world).filter(({ board }) => board !== null);
  return pages[index % Math.max(1, pages.length)];
}

function edit(world: World, page: Page | undefined, plan: EditPlan): void {
  if (page === undefined || page.board === null) return;
  const mark = world.nextMark();
  const calls = toCalls(page.board, plan, () => `item of ${mark}`);
  const view = page.board.view();
  const isMutant = world.mutants.clientComputesKeys === true;
  page.mutate(mark, isMutant ? calls.map((call) => withKey(view, call)) : calls);
}

/** The mutant's client: the key that it shows goes with the call. */
function withKey({ items }: BoardState, call: BoardCall): BoardCall {
  if (call.op !== 'items.move' && call.op !== 'items.create') return call;
  const { groupId, after } = call.input;
  const movingId = 'itemId' in call.input ? call.input.itemId : '';
  const neighbours = [...items.values()].filter((item) => item.groupId === groupId);
  const pos = placeProvisionally(neighbours, { after }, movingId);
  return { ...call, input: { ...call.input, pos } } as unknown as BoardCall;
}
