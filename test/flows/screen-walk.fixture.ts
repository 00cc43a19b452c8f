import type { Page } from 'playwright-core';
import { registerPerson } from '../harness/people.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import type { Screen } from './axe.fixture.ts';
import { seedDelivery } from './delivery-scene.fixture.ts';
import { seedInbox } from './inbox.fixture.ts';
import { leaveApp, logIn } from './screens.fixture.ts';
import { listBoardScreens } from './screens-of-boards.fixture.ts';
import { listDeliveryScreens } from './screens-of-delivery.fixture.ts';
import { listHomeScreens } from './screens-of-home.fixture.ts';
import { seedJobs } from './jobs-scene.fixture.ts';
import { listJobScreens } from './screens-of-jobs.fixture.ts';
import { listInboxScreens } from './screens-of-inbox.fixture.ts';
import { listVisitorScreens } from './screens-of-visitors.fixture.ts';
import { listTemplateScreens, listWebhookScreens } from './screens-of-webhooks.fixture.ts';
import { seedBoard, type SeededBoard } from './seed-board.fixture.ts';
import { seedInstance, type Seed } from './seed.fixture.ts';
import {
  openEgress,
  seedTemplates,
  seedWebhooks,
  startReceivers,
} from './webhooks-scene.fixture.ts';

/** What is looked at on every screen of a walk. */
interface WalkOptions {
  /** Makes the pages of a device what they are in this walk, before anything of them runs. */
  prepare: (device: Device) => Promise<Page>;
  /** In CSS pixels; a screen that does not exist at one of them is not looked at there. */
  widths: readonly number[];
  /** What is wrong on the page as it is. */
  inspect: (page: Page) => Promise<string[]>;
}

/** A walk through the screens of an instance in use. */
export interface ScreenWalk {
  app: TestApp;
  seed: Seed;
  /** What is wrong on these screens for the owner. */
  look(screens: readonly Screen[]): Promise<string[]>;
  /** The same of screens for those who have not signed in. */
  lookAsVisitor(): Promise<string[]>;
  /** The same of home and of a board with something of everything, which is made for it. */
  lookAtBoards(): Promise<string[]>;
  /** The same of the inbox and the notification settings; after `lookAtBoards`. */
  lookAtInbox(): Promise<string[]>;
  /** The same of webhooks and of templates of messages. */
  lookAtWebhooks(): Promise<string[]>;
  /** The same of the pages about what is sent. */
  lookAtDelivery(): Promise<string[]>;
  /** The same of the pages about background jobs. */
  lookAtJobs(): Promise<string[]>;
}

const HEIGHT = 900;
/** Screens are come to as at a desk: what leads to them is in sight there. */
const OPENED_AT = 1_440;

/** Starts the app with people and their work, and signs the owner in. */
export async function startScreenWalk(options: WalkOptions): Promise<ScreenWalk> {
  const app = await startTestApp(openEgress);
  const openPage = async () => options.prepare(await app.openDevice());
  const owner = await registerPerson(app.server, { name: 'Ada Lovelace' });
  const seed = await seedInstance(app.server, owner);
  const page = await openPage();
  await logIn(page, seed.owner);
  await page.waitForURL(/\/o\//);
  const look = (screens: readonly Screen[]) => lookAt(page, screens, options);
  return {
    app,
    seed,
    look,
    async lookAsVisitor() {
      const visitor = await openPage();
      const found = await lookAt(visitor, listVisitorScreens(seed), options);
      await visitor.context().close();
      return found;
    },
    ...walkThroughWork(app, seed, look),
  };
}

type WorkWalk = Pick<
  ScreenWalk,
  'lookAtBoards' | 'lookAtInbox' | 'lookAtWebhooks' | 'lookAtDelivery' | 'lookAtJobs'
>;

function walkThroughWork({ server }: TestApp, seed: Seed, look: ScreenWalk['look']): WorkWalk {
  let board: SeededBoard;
  return {
    async lookAtBoards() {
      board = await seedBoard(server, seed.owner, seed.organizationId);
      return look([...listHomeScreens(seed, board), ...listBoardScreens(seed, board)]);
    },
    async lookAtInbox() {
      const { organizationId, owner } = seed;
      await seedInbox(server, { organizationId, userId: owner.userId, ...board });
      return look(listInboxScreens(seed));
    },
    async lookAtWebhooks() {
      const receivers = await startReceivers();
      const scene = await seedWebhooks({ server, ...seed }, receivers);
      await seedTemplates({ server, ...seed });
      const found = await look([...listWebhookScreens(seed, scene), ...listTemplateScreens(seed)]);
      await receivers.close();
      return found;
    },
    lookAtDelivery: async () => look(listDeliveryScreens(seed, await seedDelivery(server, seed))),
    lookAtJobs: async () => look(listJobScreens(await seedJobs(server))),
  };
}

async function lookAt(
  page: Page,
  screens: readonly Screen[],
  { widths, inspect }: WalkOptions,
): Promise<string[]> {
  const found: string[] = [];
  await leaveApp(page);
  for (const screen of screens) {
    const looked = widths.filter((width) => screen.widths?.includes(width) ?? true);
    if (looked.length === 0) continue;
    await page.setViewportSize({ width: screen.widths?.[0] ?? OPENED_AT, height: HEIGHT });
    await screen.open(page);
    for (const width of looked) {
      await page.setViewportSize({ width, height: HEIGHT });
      await screen.shows(page).waitFor();
      const problems = await inspect(page);
      found.push(...problems.map((problem) => `${screen.name} ${width}: ${problem}`));
    }
  }
  return found;
}
