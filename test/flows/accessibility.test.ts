import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appCode } from '../../server/src/features/accounts/app-codes.fixture.ts';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { seedInbox } from './inbox.fixture.ts';
import { inspectScreen, openAxeDevice, type Finding, type Screen } from './axe.fixture.ts';
import {
  chooseOwnMenu,
  dialogOf,
  expectHeading,
  leaveApp,
  logIn,
  openPage,
  submitForm,
} from './screens.fixture.ts';
import {
  listOrganizationScreens,
  listOwnScreens,
  listSecondStepScreens,
} from './screens-of-owners.fixture.ts';
import { listVisitorScreens, pageAt } from './screens-of-visitors.fixture.ts';
import { listBoardScreens } from './screens-of-boards.fixture.ts';
import { seedDelivery } from './delivery-scene.fixture.ts';
import { listDeliveryScreens } from './screens-of-delivery.fixture.ts';
import { seedJobs } from './jobs-scene.fixture.ts';
import { listJobScreens } from './screens-of-jobs.fixture.ts';
import { listInboxScreens } from './screens-of-inbox.fixture.ts';
import { listHomeScreens } from './screens-of-home.fixture.ts';
import { listTemplateScreens, listWebhookScreens } from './screens-of-webhooks.fixture.ts';
import { seedBoard, type SeededBoard } from './seed-board.fixture.ts';
import { post, seedInstance, type Seed } from './seed.fixture.ts';
import {
  openEgress,
  seedTemplates,
  seedWebhooks,
  startReceivers,
} from './webhooks-scene.fixture.ts';

const ada = {
  name: 'Ada Lovelace',
  email: 'ada@example.test',
  password: 'violet ladder quiet harbour',
};

describe.skipIf(!hasChromium)('web W41: axe finds nothing', { timeout: 180_000 }, () => {
  let app: TestApp;
  let owner: Device;
  let seed: Seed;
  let board: SeededBoard;
  let screens = 0;
  let variants = 0;

  beforeAll(async () => {
    app = await startTestApp(openEgress);
    owner = await openAxeDevice(app);
  }, 120_000);
  afterAll(async () => {
    process.stdout.write(`\naxe: ${screens} screens, ${variants} variants\n`);
    await app?.stop();
  });

  async function inspect(page: Page, list: readonly Screen[]): Promise<Finding[]> {
    const findings: Finding[] = [];
    if (list[0]?.isPage === true) await leaveApp(page);
    for (const screen of list) {
      const found = await inspectScreen(page, screen);
      findings.push(...found.findings);
      screens += 1;
      variants += found.variants;
    }
    return findings;
  }

  it('in the wizard of a new instance', async () => {
    const { page } = owner;
    const account = { Name: ada.name, 'E-mail': ada.email, Password: ada.password };
    const steps: Screen[] = [
      pageAt('/welcome', 'Set up Boardwire'),
      {
        name: 'wizard: organization',
        open: () => submitForm(page, account, 'Create owner account'),
        shows: () => page.getByRole('heading', { name: 'Name your organization' }),
      },
      {
        name: 'wizard: done',
        open: () => submitForm(page, { 'Organization name': 'Acme' }, 'Create organization'),
        shows: () => page.getByRole('heading', { name: 'Acme is ready' }),
      },
    ];
    expect(await inspect(page, steps)).toEqual([]);
    seed = await seedInstance(app.server, ada);
  });

  it('before signing in', async () => {
    const { page, context } = await openAxeDevice(app);
    expect(await inspect(page, listVisitorScreens(seed))).toEqual([]);
    await context.close();
  });

  it('in an organization', async () => {
    expect(await inspect(owner.page, listOrganizationScreens(seed))).toEqual([]);
  });

  it('on home, templates, trash and shortcuts', async () => {
    board = await seedBoard(app.server, seed.owner, seed.organizationId);
    expect(await inspect(owner.page, listHomeScreens(seed, board))).toEqual([]);
  });

  it('in the inbox and the notification settings', async () => {
    const { organizationId, owner: reader } = seed;
    await seedInbox(app.server, { organizationId, userId: reader.userId, ...board });
    expect(await inspect(owner.page, listInboxScreens(seed))).toEqual([]);
  });

  it('on webhooks', async () => {
    const receivers = await startReceivers();
    const scene = await seedWebhooks({ server: app.server, ...seed }, receivers);
    expect(await inspect(owner.page, listWebhookScreens(seed, scene))).toEqual([]);
    await receivers.close();
  });

  it('on templates of messages', async () => {
    await seedTemplates({ server: app.server, ...seed });
    expect(await inspect(owner.page, listTemplateScreens(seed))).toEqual([]);
  });

  it('on the pages about what is sent', async () => {
    const scene = await seedDelivery(app.server, seed);
    expect(await inspect(owner.page, listDeliveryScreens(seed, scene))).toEqual([]);
  });

  it('on background jobs', async () => {
    const scene = await seedJobs(app.server);
    expect(await inspect(owner.page, listJobScreens(scene))).toEqual([]);
  });

  it('on boards and their import', async () => {
    expect(await inspect(owner.page, listBoardScreens(seed, board))).toEqual([]);
  });

  it('in one’s own settings and those of the instance', async () => {
    expect(await inspect(owner.page, listOwnScreens(seed))).toEqual([]);
  });

  it('when something is shown once, or asked again', async () => {
    const { page } = owner;
    const shownOnce: Screen[] = [
      {
        name: 'session ended',
        open: endSession,
        shows: (at) => dialogOf(at, 'Your session ended'),
      },
      {
        name: 'recovery codes',
        open: turnOnSecondStep,
        shows: (at) => dialogOf(at, 'Save your recovery codes'),
      },
      { name: 'API key', open: createKey, shows: (at) => dialogOf(at, 'Copy your key now') },
      ...listSecondStepScreens(),
    ];
    expect(await inspect(page, shownOnce)).toEqual([]);
  });

  async function turnOnSecondStep(page: Page): Promise<void> {
    await logIn(page, ada);
    await chooseOwnMenu(page, 'Security');
    await page.getByRole('button', { name: 'Turn on', exact: true }).click();
    await submitForm(page, { 'Current password': ada.password }, 'Continue');
    const key = await page.getByRole('dialog').locator('code').innerText();
    await page.getByLabel('Code from the app').fill(appCode(key));
  }

  async function createKey(page: Page): Promise<void> {
    await page.goto(`/o/${seed.emptyId}/api-keys?new=true`);
    const dialog = dialogOf(page, 'New API key');
    await dialog.getByLabel('See the organization').check();
    await submitForm(dialog, { Name: 'Report' }, 'Create key');
  }

  async function endSession(page: Page): Promise<void> {
    await page.goto('/settings/profile');
    await expectHeading(page, 'Profile');
    await post(app.server, seed.owner.token, '/account/sessions/revoke-others');
    await openPage(page, 'Instance settings');
  }
});
