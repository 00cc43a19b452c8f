import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { inspectScreen, openAxeDevice, type Screen } from './axe.fixture.ts';
import { logIn } from './screens.fixture.ts';
import { goToBoard } from './view-screen.fixture.ts';
import { createViewScene, type ViewScene } from './views.fixture.ts';

/** Views in both themes, at a desk and on a phone. */
describe.skipIf(!hasChromium)('web W41: views and kanban', { timeout: 240_000 }, () => {
  let app: TestApp;
  let scene: ViewScene;
  let device: Device;

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createViewScene(app.server);
    device = await openAxeDevice(app);
    await logIn(device.page, scene.owner);
    await device.page.waitForURL((url) => !url.pathname.startsWith('/log-in'));
  }, 120_000);
  afterAll(() => app?.stop());

  const search = (settings: object, more = '') =>
    `?with=${encodeURIComponent(JSON.stringify(settings))}${more}`;
  const filter = () => ({
    join: 'and',
    parts: [
      { field: scene.columns.status, operator: 'anyOf', value: [scene.options.todo] },
      { join: 'or', parts: [{ field: scene.columns.due, operator: 'within', value: 'thisWeek' }] },
    ],
  });
  const sort = () => [{ field: scene.columns.due, direction: 'up' }];
  const press = async (page: Page, name: RegExp) =>
    page.getByRole('toolbar').getByRole('button', { name }).click();

  const screens = (): Screen[] => [
    {
      name: 'filter',
      async open(page) {
        await goToBoard(page, scene.boardId, search({ filter: filter() }));
        await press(page, /^Filter/);
      },
      shows: (page) => page.getByRole('dialog', { name: 'Filter' }),
    },
    {
      name: 'sort',
      async open(page) {
        await goToBoard(page, scene.boardId, search({ sort: sort() }));
        await press(page, /^Sort/);
      },
      shows: (page) => page.getByRole('dialog', { name: 'Sort' }),
    },
    {
      name: 'kanban',
      open: (page) =>
        goToBoard(page, scene.boardId, search({ kanbanBy: scene.columns.status }, '&view=kanban')),
      shows: (page) => page.getByRole('article', { name: 'Print the badges' }),
    },
    {
      name: 'nothing found',
      open: (page) => goToBoard(page, scene.boardId, '?q=nowhere'),
      shows: (page) => page.getByText('Nothing matches'),
    },
  ];

  it('have no findings of axe and fit', async () => {
    const findings = [];
    for (const screen of screens()) {
      const { findings: own } = await inspectScreen(device.page, screen);
      findings.push(...own);
    }
    expect(findings).toEqual([]);
  });
});
