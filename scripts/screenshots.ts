import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { startBenchServer } from '../bench/lib/bench-server.ts';
import { launchChromium } from '../test/harness/chromium.ts';
import { buildTargets } from './lib/build.mjs';
import { startGreylist } from './screenshots/notices.ts';
import { fillScene, type Scene, type Shown } from './screenshots/scene.ts';

// The pictures of README and docs: a server of its own, filled by its API, looked at in a real browser.

const folder = fileURLToPath(new URL('../docs/images/', import.meta.url));
const DESKTOP = { width: 1_440, height: 860 };
const PHONE = { width: 390, height: 844 };

/** A picture: where it is taken, and what is done before. */
interface Picture {
  name: string;
  path(scene: Scene): string;
  viewport?: typeof DESKTOP;
  themes: readonly ('light' | 'dark')[];
  ready: string;
  prepare?(page: Page): Promise<void>;
}

const boardPath = ({ boardId }: Scene) => `/boards/${boardId}`;

const PICTURES: readonly Picture[] = [
  { name: 'board', path: boardPath, themes: ['light', 'dark'], ready: '[role="treegrid"]' },
  {
    name: 'kanban',
    path: (scene) =>
      `${boardPath(scene)}?view=kanban&with=${encodeURIComponent(JSON.stringify({ kanbanBy: scene.statusId }))}`,
    themes: ['light', 'dark'],
    ready: 'main >> text=Pricing table for three plans',
  },
  {
    name: 'item',
    path: (scene) => `${boardPath(scene)}?item=${scene.itemId}`,
    themes: ['light', 'dark'],
    ready: 'main >> text=Draft two is on the board',
  },
  { name: 'home', path: () => '/', themes: ['light', 'dark'], ready: 'main h1' },
  {
    name: 'phone',
    path: boardPath,
    viewport: PHONE,
    themes: ['light', 'dark'],
    ready: '[role="treegrid"]',
  },
  {
    name: 'inbox',
    path: ({ organizationId }) => `/o/${organizationId}/inbox`,
    themes: ['light', 'dark'],
    ready: 'main >> text=Release 2.4 is live',
  },
  {
    name: 'delivery',
    path: ({ organizationId, invoiceId }) => `/o/${organizationId}/delivery/messages/${invoiceId}`,
    themes: ['light', 'dark'],
    ready: 'main >> text=g***@shipyard.example',
    async prepare(page) {
      await page.getByRole('button', { name: 'g***@shipyard.example' }).click();
      await page.getByRole('dialog').getByText('Attempt 3 was accepted').waitFor();
    },
  },
  {
    name: 'audit',
    path: ({ organizationId }) => `/o/${organizationId}/audit`,
    themes: ['light', 'dark'],
    ready: 'main h1',
  },
];

/** Fonts, avatars and the colleague's focus have arrived by then. */
const SETTLE_MS = 1_500;

await buildTargets({ isForced: false });
const only = process.argv.slice(2);
const mail = await startGreylist();
const bench = await startBenchServer(undefined, { SMTP_URL: mail.url });
const browser = await launchChromium();
try {
  const scene = await fillScene(bench.server.url);
  const [owner, colleague] = scene.people as [Shown, Shown, ...Shown[]];
  const other = await openPage(browser, colleague, { viewport: DESKTOP, theme: 'light' });
  await other.goto(boardPath(scene));
  await other.getByRole('gridcell').filter({ hasText: 'Pricing table' }).first().click();
  await other.keyboard.press('ArrowRight');
  for (const picture of PICTURES) {
    if (only.length > 0 && !only.includes(picture.name)) continue;
    for (const theme of picture.themes) await take(browser, scene, { owner, picture, theme });
  }
} finally {
  await browser.close();
  await bench.stop();
  await mail.close();
}
process.exit(0);

async function take(
  from: Browser,
  scene: Scene,
  { owner, picture, theme }: { owner: Shown; picture: Picture; theme: 'light' | 'dark' },
): Promise<void> {
  const { viewport = DESKTOP, name } = picture;
  const page = await openPage(from, owner, { viewport, theme });
  await page.goto(picture.path(scene));
  await page.locator(picture.ready).first().waitFor();
  await picture.prepare?.(page);
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({ path: `${folder}${name}-${theme}.png` });
  await page.context().close();
  process.stdout.write(`docs/images/${name}-${theme}.png\n`);
}

async function openPage(
  from: Browser,
  { email, password }: Shown,
  { viewport, theme }: { viewport: typeof DESKTOP; theme: 'light' | 'dark' },
): Promise<Page> {
  const context = await from.newContext({
    baseURL: bench.server.url,
    locale: 'en-GB',
    viewport,
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  const answer = await context.request.post('/api/v1/auth/login', {
    headers: { origin: bench.server.url },
    data: { email, password, tokenDelivery: 'cookie' },
  });
  if (!answer.ok()) throw new Error(await answer.text());
  // The app asks for a session where one was left open.
  await context.addInitScript(() => localStorage.setItem('boardwire.session', 'open'));
  return context.newPage();
}
