import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { registerPerson } from '../harness/people.ts';
import { startTestApp, type TestApp } from './app.fixture.ts';
import type { Screen } from './axe.fixture.ts';
import { seedInbox } from './inbox.fixture.ts';
import { findHardCoded, findOverflow } from './hard-coded.fixture.ts';
import { speakPseudo } from './pseudo-page.fixture.ts';
import { logIn } from './screens.fixture.ts';
import { listBoardScreens } from './screens-of-boards.fixture.ts';
import { seedDelivery } from './delivery-scene.fixture.ts';
import { listDeliveryScreens } from './screens-of-delivery.fixture.ts';
import { listInboxScreens } from './screens-of-inbox.fixture.ts';
import { listHomeScreens } from './screens-of-home.fixture.ts';
import { listOrganizationScreens, listOwnScreens } from './screens-of-owners.fixture.ts';
import { listTemplateScreens, listWebhookScreens } from './screens-of-webhooks.fixture.ts';
import { listVisitorScreens } from './screens-of-visitors.fixture.ts';
import { seedBoard, type SeededBoard } from './seed-board.fixture.ts';
import { seedInstance, type Seed } from './seed.fixture.ts';
import {
  openEgress,
  seedTemplates,
  seedWebhooks,
  startReceivers,
} from './webhooks-scene.fixture.ts';

const WIDTHS = [1_440, 390] as const;

/** What people of these screens wrote, and names that programs gave. */
const DATA = `
  Ada Lovelace King Test Person Suspended invited example test nobody Acme Analytical Engines Difference Works Operations
  Launch Last year Pack Tape Ship Task When Who Old note Later Buy more boxes To do Stuck Done urgent design legal Plan
  A note EUR status person date timeline number tags text checkbox link email rating createdAt somebody
  Auditor Nightly backup Report node undici a csv x xyzzy LAUN AL AK TP TN Grace
`;
/** What the server says of a file that is imported: it speaks English alone. */
const IMPORTED = 'Items Row has no title and is called';

/** What people and programs wrote in the notices, and names of time zones. */
const NOTICES = `
  Grace Hopper Could you look at the list again The blue boxes are missing on page two Open Done Status Nightly backup
  It took 12 minutes ${Intl.supportedValuesOf('timeZone').join(' ').replaceAll('_', ' ')} UTC
`;

/** Names of webhooks and what they were sent and answered; words that somebody wrote in templates. */
const HOOKS = `
  Billing Old Warehouse taken true Node.js Python webhook id order shipped Order Your order Hello Hallo Hi Follow For
  Press the release Write Product launch Line There is no variable nope it is not among the example values
  name url by item board link English German French You get this message from Analytical Engines by way of Boardwire
`;

/** What an organization sent, to whom, and what it calls its topics. */
const SENT = `
  Version is out Deployed to all regions Maintenance tonight From on Your invoice It attached joan alan nobody grace
  bounced On call Nightly backup
`;

/** Messages are in the language of whom they go to. */
const MAILS =
  'Test message New log-in to your account invited you to Verify your e-mail address Two-step sign-in is on localhost';

describe.skipIf(!hasChromium)('web W42: the pseudo-locale', { timeout: 240_000 }, () => {
  let app: TestApp;
  let seed: Seed;
  let page: Page;
  let board: SeededBoard;
  let data = DATA;

  beforeAll(async () => {
    app = await startTestApp(openEgress);
    const owner = await registerPerson(app.server, { name: 'Ada Lovelace' });
    seed = await seedInstance(app.server, owner);
    page = await openPage();
    await logIn(page, seed.owner);
    await page.waitForURL(/\/o\//);
  }, 120_000);
  afterAll(() => app?.stop());

  async function openPage(): Promise<Page> {
    const device = await app.openDevice();
    await device.context.addInitScript(() => localStorage.setItem('boardwire.language', 'en-XA'));
    return speakPseudo(device.page);
  }

  /** What is hard-coded or does not fit on each screen. */
  async function look(at: Page, screens: readonly Screen[]): Promise<string[]> {
    const found: string[] = [];
    for (const screen of screens) {
      const widths = screen.widths ?? WIDTHS;
      await at.setViewportSize({ width: widths[0] ?? WIDTHS[0], height: 900 });
      await screen.open(at);
      for (const width of widths) {
        await at.setViewportSize({ width, height: 900 });
        await screen.shows(at).waitFor();
        const problems = [...(await findHardCoded(at, data)), ...(await findOverflow(at))];
        found.push(...problems.map((problem) => `${screen.name} ${width}: ${problem}`));
      }
    }
    return found;
  }

  it('says everything before signing in', async () => {
    const visitor = await openPage();
    expect(await look(visitor, listVisitorScreens(seed))).toEqual([]);
    await visitor.context().close();
  });

  it('says everything in an organization', async () => {
    expect(await look(page, listOrganizationScreens(seed))).toEqual([]);
  });

  it('says everything on home and boards', async () => {
    board = await seedBoard(app.server, seed.owner, seed.organizationId);
    // The server says them, in the languages that it has.
    const path = `/organizations/${seed.organizationId}/templates`;
    const { body } = await app.server.call('GET', path, { token: seed.owner.token });
    data = `${DATA} ${IMPORTED} ${JSON.stringify(body.data)}`;
    expect(await look(page, listHomeScreens(seed, board))).toEqual([]);
    expect(await look(page, listBoardScreens(seed, board))).toEqual([]);
  });

  it('says everything in the inbox and the notification settings', async () => {
    const { organizationId, owner } = seed;
    await seedInbox(app.server, { organizationId, userId: owner.userId, ...board });
    data = `${DATA} ${NOTICES}`;
    expect(await look(page, listInboxScreens(seed))).toEqual([]);
  });

  it('says everything about webhooks and templates of messages', async () => {
    const who = { server: app.server, ...seed };
    const receivers = await startReceivers();
    const scene = await seedWebhooks(who, receivers);
    await seedTemplates(who);
    data = `${DATA} ${HOOKS}`;
    expect(await look(page, listWebhookScreens(seed, scene))).toEqual([]);
    expect(await look(page, listTemplateScreens(seed))).toEqual([]);
    await receivers.close();
  });

  it('says everything on the pages about what is sent', async () => {
    const scene = await seedDelivery(app.server, seed);
    data = `${DATA} ${SENT}`;
    expect(await look(page, listDeliveryScreens(seed, scene))).toEqual([]);
  });

  it('says everything in one’s own settings and those of the instance', async () => {
    data = `${DATA} ${MAILS}`;
    expect(await look(page, listOwnScreens(seed))).toEqual([]);
  });
});
