import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import type { Person } from '../harness/people.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { logIn } from './screens.fixture.ts';

/** Ada and Bob look at one item of one board. */
export interface ItemScene {
  app: TestApp;
  scene: BoardScene;
  ada: Device;
  bob: Device;
  /** A write as Ada by the API. */
  post(path: string, body: unknown): Promise<{ id: string }>;
  addColumn(name: string, type: string, settings?: object): Promise<{ id: string }>;
  addItem(title: string, extra?: object): Promise<{ id: string }>;
  openItem(page: Page, itemId: string): Promise<void>;
  openDevice(person: Person, name?: string): Promise<Device>;
}

/** Starts the app with both of them logged in, on devices with `options`. */
export async function openItemScene(options: BrowserContextOptions = {}): Promise<ItemScene> {
  const app = await startTestApp();
  const scene = await createBoardScene(app.server);
  const post = async (path: string, body: unknown) => {
    const answer = await scene.as(scene.owner, 'POST', path, body);
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body.data as { id: string };
  };
  const openDevice = async (person: Person, name?: string) => {
    if (name !== undefined) await scene.as(person, 'PATCH', '/account', { name });
    const device = await app.openDevice({
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
    });
    await logIn(device.page, person);
    await device.page.getByRole('button', { name: /^Account menu of / }).waitFor();
    return device;
  };
  return {
    app,
    scene,
    ada: await openDevice(scene.owner, 'Ada Lovelace'),
    bob: await openDevice(scene.member, 'Bob Miner'),
    post,
    openDevice,
    addColumn: (name, type, settings = {}) =>
      post(`/boards/${scene.boardId}/columns`, { name, type, settings }),
    addItem: (title, extra = {}) =>
      post(`/boards/${scene.boardId}/items`, { title, groupId: scene.groupId, ...extra }),
    async openItem(page, itemId) {
      await page.goto(`/boards/${scene.boardId}?item=${itemId}`);
      await panelOf(page)
        .getByRole('tab', { name: /^Comments/ })
        .waitFor();
    },
  };
}

/** The panel of the open item, or its page. */
export function panelOf(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Item', exact: true });
}

/** The editor of a text by its name. */
export function editorOf(page: Page, name: string): Locator {
  return panelOf(page).getByRole('textbox', { name, exact: true });
}

/** What an editor shows, without the carets of others. */
export function textIn(editor: Locator): Promise<string> {
  return editor.evaluate((element) => {
    const copy = element.cloneNode(true) as HTMLElement;
    for (const caret of copy.querySelectorAll('.remote-caret')) caret.remove();
    return [...copy.querySelectorAll('p, li, blockquote, pre')]
      .map((line) => line.textContent ?? '')
      .join('\n');
  });
}

/** Waits, generously, until `read` answers what is wanted; answers the last it read. */
export async function eventually<Value>(
  read: () => Promise<Value>,
  isWanted: (value: Value) => boolean,
): Promise<Value> {
  const untilMs = Date.now() + 20_000;
  for (;;) {
    const value = await read();
    if (isWanted(value) || Date.now() > untilMs) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
