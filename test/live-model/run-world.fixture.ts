import { findProblems, findViewProblems, isQuiet } from './checks.fixture.ts';
import { takeStep } from './steps.fixture.ts';
import type { Step } from './steps.fixture.ts';
import { fields } from './model-board.fixture.ts';
import { livingPages } from './world.fixture.ts';
import type { World } from './world.fixture.ts';

/** So long a calm world may take until all is settled. */
const MAX_CALM_MS = 180_000;
const START_MS = 500;
const GLANCE_MS = 1_000;

/** Lives through the steps, calms the world down and names everything that is wrong then. */
export async function runWorld(world: World, steps: readonly Step[]): Promise<string[]> {
  await world.timeline.run(START_MS);
  for (const step of steps) await takeStep(world, step);
  if (world.server.problems.length > 0) return [...world.server.problems];
  world.calm();
  for (const { link } of world.profiles) link.isUp = true;
  const wasQuiet = await becomesQuiet(world);
  if (world.server.problems.length > 0) return [...world.server.problems];
  if (!wasQuiet) return ['it never becomes quiet', ...(await findProblems(world))];
  const problems = await findProblems(world);
  return problems.length > 0 ? problems : shake(world);
}

async function becomesQuiet(world: World): Promise<boolean> {
  const { timeline } = world;
  for (let ms = 0; ms < MAX_CALM_MS; ms += GLANCE_MS) {
    await timeline.run(GLANCE_MS);
    if (world.server.problems.length > 0) return false;
    if (isQuiet(world) && findViewProblems(world).length === 0) return true;
  }
  return false;
}

/** Every item is written once more: an edit that was left behind unseen would cover the new value. */
async function shake(world: World): Promise<string[]> {
  const [page] = livingPages(world);
  for (const { id, deletedAt } of page?.board?.view().items.values() ?? []) {
    if (deletedAt !== null) continue;
    const values = { [fields.status]: 'done', [fields.number]: 77, [fields.text]: 'shaken' };
    page?.mutate(world.nextMark(), [{ op: 'items.update', input: { itemId: id, values } }]);
  }
  return (await becomesQuiet(world)) ? findViewProblems(world) : ['it is not quiet after a shake'];
}
