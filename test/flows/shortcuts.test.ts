import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHORTCUTS } from '../../web/src/app/shortcut-catalogue.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type TestApp } from './app.fixture.ts';
import { tell } from './inbox.fixture.ts';
import { logIn } from './screens.fixture.ts';

describe.skipIf(!hasChromium)('keys that people may change', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: BoardScene;
  let page: Page;

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createBoardScene(app.server);
    ({ page } = await app.openDevice());
    await logIn(page, scene.owner);
    await page.getByRole('button', { name: /^Account menu of / }).waitFor();
  }, 120_000);
  afterAll(() => app?.stop());

  /** The keys that the list of shortcuts names on this page. */
  async function listShown(): Promise<string[]> {
    await page.keyboard.press('Shift+?');
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await dialog.waitFor();
    return dialog
      .locator('dl > div')
      .evaluateAll((rows) =>
        rows.map((row) =>
          [...row.querySelectorAll('kbd')].map((key) => key.textContent.toLowerCase()).join(' '),
        ),
      );
  }

  it('web W1, W2: each of them does something on a board: none is offered in vain', async () => {
    await page.goto(`/boards/${scene.boardId}`);
    await page.getByRole('treegrid').waitFor();
    const shown = await listShown();
    for (const { id, keys, group } of SHORTCUTS)
      if (group !== 'inbox') expect(shown, id).toContain(keys);
  });

  it('web W17: those of the inbox do something there', async () => {
    const { organizationId, owner } = scene;
    const content = { title: 'Nightly backup', body: '' };
    await tell(app.server, { organizationId, userId: owner.userId, content });
    await page.goto(`/o/${organizationId}/inbox`);
    await page.getByText('Nightly backup').waitFor();
    const shown = await listShown();
    for (const { id, keys, group } of SHORTCUTS)
      if (group === 'inbox') expect(shown, id).toContain(keys);
  });
});
