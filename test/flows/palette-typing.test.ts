import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { createOrganization, registerPerson, type Person } from '../harness/people.ts';
import { startTestApp, type TestApp } from './app.fixture.ts';
import { dialogOf, expectHeading, logIn } from './screens.fixture.ts';

describe.skipIf(!hasChromium)('overlays of the frame', { timeout: 120_000 }, () => {
  let app: TestApp;
  let owner: Person;

  beforeAll(async () => {
    app = await startTestApp();
    owner = await registerPerson(app.server, { name: 'Ada' });
    await createOrganization(app.server, owner, 'Acme');
  }, 120_000);
  afterAll(() => app?.stop());

  it('web W1: what is typed before the palette is there stands in it, and does nothing below', async () => {
    const { page, context } = await app.openDevice();
    await logIn(page, owner);
    await expectHeading(page, 'Hello, Ada');
    // Its code takes its time; who is quick goes on typing.
    let letGo = (): void => undefined;
    const isHeld = new Promise<void>((resolve) => (letGo = resolve));
    await page.route(/command-palette/, async (route) => {
      await isHeld;
      await route.continue();
    });
    await page.keyboard.press('Control+k');
    await page.keyboard.type('gm?auditx');
    await page.keyboard.press('Backspace');
    letGo();
    const field = page.getByRole('combobox');
    await field.waitFor();
    expect(await field.inputValue()).toBe('gm?audit');
    await page.keyboard.type(' log');
    expect(await field.inputValue()).toBe('gm?audit log');
    await page.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
    // Nothing of it was taken for a shortcut, and keys are keys again.
    await expectHeading(page, 'Hello, Ada');
    expect(await dialogOf(page, 'Keyboard shortcuts').isVisible()).toBe(false);
    await page.keyboard.press('?');
    await dialogOf(page, 'Keyboard shortcuts').waitFor();
    await context.close();
  });

  it('the list of shortcuts begins at its top, however long it is', async () => {
    const { page, context } = await app.openDevice({ viewport: { width: 900, height: 400 } });
    await logIn(page, owner);
    await expectHeading(page, 'Hello, Ada');
    await page.keyboard.press('?');
    const title = dialogOf(page, 'Keyboard shortcuts').getByRole('heading', { level: 2 });
    await title.waitFor();
    const box = await title.boundingBox();
    expect(box?.y).toBeGreaterThanOrEqual(0);
    await context.close();
  });
});
