import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Person } from '../harness/people.ts';
import type { Device, TestApp } from './app.fixture.ts';
import { logIn } from './screens.fixture.ts';
import type { ViewScene } from './views.fixture.ts';

/** Opens a board as somebody, in a browser of theirs; `search` is the end of the address. */
export async function openBoardAs(
  app: TestApp,
  person: Person,
  { boardId }: ViewScene,
  search = '',
): Promise<Device> {
  const device = await app.openDevice();
  await logIn(device.page, person);
  await device.page.waitForURL((url) => !url.pathname.startsWith('/log-in'));
  await goToBoard(device.page, boardId, search);
  return device;
}

/** Goes to a board and waits until it is live. */
export async function goToBoard(page: Page, boardId: string, search = ''): Promise<void> {
  await page.goto(`/boards/${boardId}${search}`);
  await page.getByRole('heading', { name: 'Launch', exact: true }).waitFor();
  await page.getByRole('main').getByRole('status').filter({ hasText: 'Saved' }).first().waitFor();
}

/** Longest wait for something to come true, in milliseconds: generous, for a busy machine. */
const WAIT_MS = 15_000;

/** Asks until it is as expected. */
export function soon<Value>(read: () => Value | Promise<Value>) {
  return expect.poll(read, { timeout: WAIT_MS });
}

/** Titles of what is shown, from top to bottom; `items` are ids by title. */
export async function listTitles(
  scope: Page | Locator,
  items: Readonly<Record<string, string>>,
): Promise<string[]> {
  const titles = new Map(Object.entries(items).map(([title, id]) => [id, title]));
  const ids = await scope.locator('[data-item]').evaluateAll((elements) =>
    elements
      .map((element) => ({
        id: element.getAttribute('data-item') ?? '',
        top: element.getBoundingClientRect().top,
      }))
      .toSorted((left, right) => left.top - right.top)
      .map(({ id }) => id),
  );
  return ids.map((id) => titles.get(id) ?? id);
}

/** A card of a kanban. */
export function cardOf(page: Page, title: string): Locator {
  return page.getByRole('article', { name: title, exact: true });
}

/** A column of a kanban by its name. */
export function columnOf(page: Page, name: string): Locator {
  return page.getByRole('region', { name: new RegExp(`^${name}, \\d+$`) });
}

/** Drags with the pointer, by the steps that a hand takes. */
export async function drag(page: Page, from: Locator, to: Locator, atY = 0.5): Promise<void> {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  if (!start || !end) throw new Error('nothing to drag');
  await page.mouse.move(start.x + start.width / 2, start.y + 12);
  await page.mouse.down();
  await page.mouse.move(start.x + start.width / 2 + 6, start.y + 18, { steps: 3 });
  const [x, y] = [end.x + end.width / 2, end.y + end.height * atY];
  await page.mouse.move(x, y, { steps: 12 });
  // The last place counts only once the browser has told of it.
  await page.mouse.move(x + 1, y, { steps: 2 });
  await page.mouse.up();
}
