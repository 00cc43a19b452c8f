import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHORTCUTS } from '../../web/src/app/shortcut-catalogue.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type TestApp } from './app.fixture.ts';
import { logIn } from './screens.fixture.ts';

describe.skipIf(!hasChromium)('keys that people may change', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: BoardScene;

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createBoardScene(app.server);
  }, 120_000);
  afterAll(() => app?.stop());

  it('web W1, W2: each of them does something on a board: none is offered in vain', async () => {
    const { page } = await app.openDevice();
    await logIn(page, scene.owner);
    await page.getByRole('button', { name: /^Account menu of / }).waitFor();
    await page.goto(`/boards/${scene.boardId}`);
    await page.getByRole('treegrid').waitFor();
    await page.keyboard.press('Shift+?');
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await dialog.waitFor();
    const shown = await dialog
      .locator('dl > div')
      .evaluateAll((rows) =>
        rows.map((row) =>
          [...row.querySelectorAll('kbd')].map((key) => key.textContent.toLowerCase()).join(' '),
        ),
      );
    for (const { id, keys } of SHORTCUTS) expect(shown, id).toContain(keys);
  });
});
