import type { Page } from 'playwright-core';
import { registerPerson } from '../harness/people.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import type { Screen } from './axe.fixture.ts';
import { logIn } from './screens.fixture.ts';
import { listBoardScreens } from './screens-of-boards.fixture.ts';
import { listHomeScreens } from './screens-of-home.fixture.ts';
import { listVisitorScreens } from './screens-of-visitors.fixture.ts';
import { seedBoard } from './seed-board.fixture.ts';
import { seedInstance, type Seed } from './seed.fixture.ts';

/** What is looked at on every screen of a walk. */
interface WalkOptions {
  /** Makes the pages of a device what they are in this walk, before anything of them runs. */
  prepare: (device: Device) => Promise<Page>;
  /** In CSS pixels; a screen that does not exist at one of them is not looked at there. */
  widths: readonly number[];
  /** What is wrong on the page as it is. */
  inspect: (page: Page) => Promise<string[]>;
}

/** A walk through the screens of an instance in use. */
export interface ScreenWalk {
  app: TestApp;
  seed: Seed;
  /** What is wrong on these screens for the owner. */
  look(screens: readonly Screen[]): Promise<string[]>;
  /** The same of screens for those who have not signed in. */
  lookAsVisitor(): Promise<string[]>;
  /** The same of home and of a board with something of everything, which is made for it. */
  lookAtBoards(): Promise<string[]>;
}

const HEIGHT = 900;
/** Screens are come to as at a desk: what leads to them is in sight there. */
const OPENED_AT = 1_440;

/** Starts the app with people and their work, and signs the owner in. */
export async function startScreenWalk(options: WalkOptions): Promise<ScreenWalk> {
  const app = await startTestApp();
  const openPage = async () => options.prepare(await app.openDevice());
  const owner = await registerPerson(app.server, { name: 'Ada Lovelace' });
  const seed = await seedInstance(app.server, owner);
  const page = await openPage();
  await logIn(page, seed.owner);
  await page.waitForURL(/\/o\//);
  return {
    app,
    seed,
    look: (screens) => lookAt(page, screens, options),
    async lookAsVisitor() {
      const visitor = await openPage();
      const found = await lookAt(visitor, listVisitorScreens(seed), options);
      await visitor.context().close();
      return found;
    },
    async lookAtBoards() {
      const board = await seedBoard(app.server, seed.owner, seed.organizationId);
      const screens = [...listHomeScreens(seed, board), ...listBoardScreens(seed, board)];
      return lookAt(page, screens, options);
    },
  };
}

async function lookAt(
  page: Page,
  screens: readonly Screen[],
  { widths, inspect }: WalkOptions,
): Promise<string[]> {
  const found: string[] = [];
  for (const screen of screens) {
    const looked = widths.filter((width) => screen.widths?.includes(width) ?? true);
    if (looked.length === 0) continue;
    await page.setViewportSize({ width: screen.widths?.[0] ?? OPENED_AT, height: HEIGHT });
    await screen.open(page);
    for (const width of looked) {
      await page.setViewportSize({ width, height: HEIGHT });
      await screen.shows(page).waitFor();
      const problems = await inspect(page);
      found.push(...problems.map((problem) => `${screen.name} ${width}: ${problem}`));
    }
  }
  return found;
}
