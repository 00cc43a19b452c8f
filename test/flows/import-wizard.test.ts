import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { rowOf } from './board-screen.fixture.ts';
import { logIn } from './screens.fixture.ts';

/** Somebody brings a table along. */
describe.skipIf(!hasChromium)('the import wizard', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: BoardScene;
  let device: Device;

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createBoardScene(app.server);
    device = await app.openDevice();
    await logIn(device.page, scene.owner);
    await device.page.getByRole('button', { name: /^Account menu of / }).waitFor();
    await device.page.goto(`/o/${scene.organizationId}/boards`);
    await device.page.getByRole('heading', { name: 'Boards', exact: true }).waitFor();
  }, 120_000);
  afterAll(() => app?.stop());

  /** Lets a file go over the page, as a hand would that holds it. */
  async function dropFile(page: Page, name: string, text: string): Promise<void> {
    const transfer = await page.evaluateHandle(
      ([fileName, content]) => {
        const data = new DataTransfer();
        data.items.add(new File([content], fileName));
        return data;
      },
      [name, text] as const,
    );
    for (const type of ['dragover', 'drop'])
      await page.dispatchEvent('main', type, { dataTransfer: transfer });
  }

  it('web W47: a file that is none is refused at once, with what to do instead', async () => {
    const { page } = device;
    await dropFile(page, 'plan.xlsx', 'PK');
    await page
      .getByText(/“plan\.xlsx” is a spreadsheet\. Save it as CSV/)
      .first()
      .waitFor();
    await dropFile(page, 'photo.png', 'x');
    await page
      .getByText(/“photo\.png” is neither a Trello export/)
      .first()
      .waitFor();
    expect(new URL(page.url()).pathname).toBe(`/o/${scene.organizationId}/boards`);
  });

  it('web W47: the dry run of a Trello file names people, not their ids', async () => {
    const { page } = device;
    const person = '5c921414a7d31618afb43dd0';
    const trello = {
      id: '5ca3d99a0378a65090e676ca',
      name: 'Harbour',
      lists: [{ id: '5ca3d99a0378a65090e676c1', name: 'To do', closed: false, pos: 1 }],
      members: [{ id: person, fullName: 'Danni Sinisi', username: 'danni' }],
      labels: [],
      checklists: [],
      actions: [],
      cards: [
        {
          id: '5ca3d99a0378a65090e676c2',
          name: 'Paint the hull',
          idList: '5ca3d99a0378a65090e676c1',
          idMembers: [person],
          badges: { comments: 2 },
          pos: 1,
        },
      ],
    };
    await dropFile(page, 'harbour.json', JSON.stringify(trello));
    await page.getByRole('heading', { name: 'First items' }).waitFor();
    await page.getByText('Members: Danni Sinisi').waitFor();
    await page.getByText('Cards whose comments are not all in the file.').waitFor();
    expect(await page.getByRole('main').innerText()).not.toContain(person);
    await page.goto(`/o/${scene.organizationId}/boards`);
    await page.getByRole('heading', { name: 'Boards', exact: true }).waitFor();
  });

  it('web W47: a file dropped on the list of boards is read, tried out and imported', async () => {
    const { page } = device;
    await dropFile(page, 'crates.csv', 'Name,Weight\nPack,12\nShip,7\n');
    await page.getByRole('heading', { name: 'crates.csv' }).waitFor();
    await page.getByRole('heading', { name: 'First items' }).waitFor();
    await page.getByText('Weight: 12').waitFor();
    await page.getByRole('button', { name: 'Start import' }).click();
    await page.getByRole('link', { name: 'Open the board' }).click();
    await rowOf(page, 'Pack').waitFor();
    await rowOf(page, 'Ship').waitFor();
  });

  it('web W47: all of it is taken back from the report', async () => {
    const { page } = device;
    await page.goBack();
    await page.getByRole('button', { name: 'Undo import' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo import' }).click();
    await page.getByText('Undone', { exact: true }).first().waitFor();
    const boards = await scene.as(
      scene.owner,
      'GET',
      `/organizations/${scene.organizationId}/boards`,
    );
    expect(boards.body.data.map((board: { name: string }) => board.name)).not.toContain('crates');
  });

  it('web W45: a long import stands in the tray on every page, also after a reload, and ends there', async () => {
    const { page } = device;
    await page.goto(`/o/${scene.organizationId}/boards`);
    await page.getByRole('heading', { name: 'Boards', exact: true }).waitFor();
    const rows = Array.from({ length: 90_000 }, (_row, at) => `Crate ${at},${at}`);
    await dropFile(page, 'many.csv', `Name,Weight\n${rows.join('\n')}\n`);
    await page.getByRole('button', { name: 'Start import' }).click();
    await page.getByText('You can leave this page').waitFor();
    await page.getByRole('link', { name: 'Home', exact: true }).first().click();
    const tray = page.getByRole('region', { name: 'Running imports' });
    await tray.getByRole('link', { name: 'many.csv' }).waitFor();
    await page.reload();
    await tray.getByRole('progressbar', { name: 'many.csv' }).waitFor();
    await tray.getByRole('button', { name: 'Cancel the import of many.csv' }).click();
    await tray.getByText('Cancelled', { exact: true }).waitFor();
    await tray.getByRole('button', { name: 'Dismiss' }).click();
    await tray.waitFor({ state: 'detached' });
    const boards = await scene.as(
      scene.owner,
      'GET',
      `/organizations/${scene.organizationId}/boards`,
    );
    expect(boards.body.data.map((board: { name: string }) => board.name)).not.toContain('many');
  });
});
