import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { registerPerson } from '../harness/people.ts';
import { startTestApp, type TestApp } from './app.fixture.ts';
import type { Screen } from './axe.fixture.ts';
import { findOverflow } from './hard-coded.fixture.ts';
import { logIn } from './screens.fixture.ts';
import { listBoardScreens } from './screens-of-boards.fixture.ts';
import { listHomeScreens } from './screens-of-home.fixture.ts';
import { listOrganizationScreens, listOwnScreens } from './screens-of-owners.fixture.ts';
import { listVisitorScreens } from './screens-of-visitors.fixture.ts';
import { seedBoard } from './seed-board.fixture.ts';
import { seedInstance, type Seed } from './seed.fixture.ts';

const PHONE = { width: 390, height: 844 };

describe.skipIf(!hasChromium)('web W40: text of twice the size', { timeout: 240_000 }, () => {
  let app: TestApp;
  let seed: Seed;
  let page: Page;

  beforeAll(async () => {
    app = await startTestApp();
    const owner = await registerPerson(app.server, { name: 'Ada Lovelace' });
    seed = await seedInstance(app.server, owner);
    page = await openPage();
    await logIn(page, seed.owner);
    await page.waitForURL(/\/o\//);
  }, 120_000);
  afterAll(() => app?.stop());

  async function openPage(): Promise<Page> {
    const { context, page: opened } = await app.openDevice();
    // As the browser's own setting does: before anything of the page runs.
    await context.addInitScript(() => {
      const enlarge = () => {
        if (document.documentElement) document.documentElement.style.fontSize = '200%';
      };
      enlarge();
      new MutationObserver(enlarge).observe(document, { childList: true });
    });
    return opened;
  }

  /** What is wider than the phone on each screen. */
  async function look(at: Page, screens: readonly Screen[]): Promise<string[]> {
    const found: string[] = [];
    for (const screen of screens) {
      if (screen.widths?.includes(PHONE.width) === false) continue;
      await at.setViewportSize({ ...PHONE, width: screen.widths?.[0] ?? 1_440 });
      await screen.open(at);
      await at.setViewportSize(PHONE);
      await screen.shows(at).waitFor();
      const problems = await findOverflow(at);
      found.push(...problems.map((problem) => `${screen.name}: ${problem}`));
    }
    return found;
  }

  it('fits a phone before signing in', async () => {
    const visitor = await openPage();
    expect(await look(visitor, listVisitorScreens(seed))).toEqual([]);
    await visitor.context().close();
  });

  it('fits a phone in an organization', async () => {
    expect(await look(page, listOrganizationScreens(seed))).toEqual([]);
  });

  it('fits a phone on home and boards', async () => {
    const board = await seedBoard(app.server, seed.owner, seed.organizationId);
    expect(await look(page, listHomeScreens(seed, board))).toEqual([]);
    expect(await look(page, listBoardScreens(seed, board))).toEqual([]);
  });

  it('fits a phone in one’s own settings and those of the instance', async () => {
    expect(await look(page, listOwnScreens(seed))).toEqual([]);
  });
});
