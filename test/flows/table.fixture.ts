import type { Locator, Page } from 'playwright-core';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import type { Person } from '../harness/people.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { logIn } from './screens.fixture.ts';

/** A board with columns of every kind, and the means to look at it. */
export interface TableScene {
  app: TestApp;
  scene: BoardScene;
  /** Ids of columns by name. */
  columns: Map<string, string>;
  add(path: string, body: unknown): Promise<{ id: string }>;
  addItem(title: string, values?: Record<string, unknown>, more?: object): Promise<{ id: string }>;
  addColumn(name: string, type: string, settings?: object): Promise<string>;
  open(person: Person, options?: Parameters<TestApp['openDevice']>[0]): Promise<Device>;
  show(device: Device, search?: string): Promise<Page>;
  /** An item as the server has it. */
  values(itemId: string): Promise<Record<string, unknown>>;
}

export const OPTIONS = [
  { id: '0b0ae3f0-0000-4000-8000-000000000001', name: 'To do', color: 'gray' },
  { id: '0b0ae3f0-0000-4000-8000-000000000002', name: 'In progress', color: 'orange' },
  { id: '0b0ae3f0-0000-4000-8000-000000000003', name: 'Done', color: 'green' },
];

/** Starts the app with an empty board. */
export async function startTable(): Promise<TableScene> {
  const app = await startTestApp();
  const scene = await createBoardScene(app.server);
  const columns = new Map<string, string>();
  const add = async (path: string, body: unknown) => {
    const answer = await scene.as(scene.owner, 'POST', path, body);
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body.data as { id: string };
  };
  const board = `/boards/${scene.boardId}`;
  return {
    app,
    scene,
    columns,
    add,
    addItem: (title, values = {}, more = { groupId: scene.groupId }) =>
      add(`${board}/items`, { title, values, ...more }),
    async addColumn(name, type, settings = {}) {
      const { id } = await add(`${board}/columns`, { name, type, settings });
      columns.set(name, id);
      return id;
    },
    async open(person, options = {}) {
      const device = await app.openDevice(options);
      await logIn(device.page, person);
      await device.page.getByRole('button', { name: /^Account menu of / }).waitFor();
      return device;
    },
    async show({ page }, search = '') {
      await page.goto(`${board}${search}`);
      await page.getByRole('treegrid', { name: 'Launch' }).waitFor();
      return page;
    },
    async values(itemId) {
      const { body } = await scene.as(scene.owner, 'GET', `/items/${itemId}`);
      return body.data.values as Record<string, unknown>;
    },
  };
}

/** The row of an item by its title. */
export function rowOf(page: Page, title: string): Locator {
  return page
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell', { name: title, exact: true }) });
}

/** A cell by the title of its item and the id of its column, or `title`. */
export function cellAt(page: Page, title: string, field: string): Locator {
  return rowOf(page, title).locator(`[data-field="${field}"]`);
}

/** What a cell shows, without who else is at it. */
export function textAt(page: Page, title: string, field: string): Promise<string> {
  return cellAt(page, title, field).locator('> span[id]').innerText();
}

/** The title and the field of the cell with the focus; of a line its title alone. */
export function focusAt(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const row = element?.closest('[role="row"]');
    const title = row?.querySelector('[data-field="title"] > span[id]')?.textContent ?? '';
    const field = element?.getAttribute('data-field');
    return field ? `${title} ${field}` : title;
  });
}

/** Puts a text on the clipboard and pastes it into what has the focus. */
export async function pasteText(page: Page, text: string): Promise<void> {
  await page.evaluate((plain) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', plain);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  }, text);
}
