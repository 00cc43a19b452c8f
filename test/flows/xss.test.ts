import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { unlink } from '../../server/src/platform/mail/plain-name.ts';
import { hasChromium } from '../harness/chromium.ts';
import { isNightly, nightly } from '../harness/tier.ts';
import { startTestApp, type TestApp } from './app.fixture.ts';
import { startCanary, type Canary } from './canary.fixture.ts';
import {
  addressOf,
  openWatchedDevice,
  seedHostileBoards,
  seedHostileInstance,
  type HostileInstance,
  type WatchedDevice,
} from './hostile.fixture.ts';
import { expectHeading, logIn, openPage, submitForm } from './screens.fixture.ts';
import { namePayloads, nextPayloads } from './xss-payloads.fixture.ts';

/** A policy only forbids: by day it is enough that nothing happens without one. */
const policies = [
  { policy: 'without the content security policy', bypassCSP: true },
  ...(isNightly ? [{ policy: 'with the content security policy', bypassCSP: false }] : []),
];

/** Put into links by the mails' templates, so that no program makes links of names. */
const WORD_JOINER = '\u2060';

describe.skipIf(!hasChromium)('security S37: names are text', { timeout: 180_000 }, () => {
  let app: TestApp;
  let instance: HostileInstance;
  let canary: Canary;
  let boardId: string;

  beforeAll(async () => {
    app = await startTestApp();
    canary = await startCanary();
    instance = await seedHostileInstance(app.server);
    boardId = await seedHostileBoards(app.server, instance);
  }, 180_000);
  afterAll(async () => {
    await app?.stop();
    await canary?.close();
  });
  beforeEach(() => {
    canary.hits.length = 0;
  });

  it('the watch notices a page that takes them for markup', async () => {
    const { page, context, dialogs } = await openWatchedDevice(app, canary, true);
    await page.goto('/health/live');
    for (const payload of namePayloads) await page.setContent(payload).catch(() => undefined);
    expect(dialogs.length).toBeGreaterThan(15);
    expect(new Set(canary.hits).size).toBeGreaterThan(10);
    await context.close();
  });

  describe.each(policies)('$policy', ({ bypassCSP }) => {
    let device: WatchedDevice;
    let page: Page;

    beforeAll(async () => {
      device = await openWatchedDevice(app, canary, bypassCSP);
      ({ page } = device);
      await logIn(page, instance.owner);
      await page.getByRole('button', { name: /^Account menu of / }).waitFor();
    });
    afterAll(() => device?.context.close());

    function expectNothingHappened(): void {
      expect({ dialogs: device.dialogs, hits: canary.hits }).toEqual({ dialogs: [], hits: [] });
    }

    async function expectOnlyText(shown: string): Promise<void> {
      expect(missingFrom(shown)).toEqual([]);
      expect(await findMarkup(page)).toEqual([]);
      expectNothingHappened();
    }

    it.each(['members', 'roles', 'api-keys', 'invitations', 'boards'])(
      'on the page of %s',
      async (name) => {
        await page.goto(`/o/${instance.organizationId}/${name}`);
        await page.getByRole('main').locator('table, ul').first().waitFor();
        await expectOnlyText(await page.locator('body').innerText());
      },
    );

    it('on a board', async () => {
      // Rows and columns out of sight are not in the page.
      await page.setViewportSize({ width: 8_000, height: 5_000 });
      await page.goto(`/boards/${boardId}`);
      const item = page.getByRole('button', { name: `Open ${namePayloads[0]}, 1 comment` });
      await item.click();
      await page
        .getByRole('complementary', { name: 'Item' })
        .getByRole('listitem')
        .first()
        .waitFor();
      await expectOnlyText(await page.getByRole('treegrid').innerText());
      await page.setViewportSize({ width: 1_440, height: 900 });
    });

    it('in the names of organizations', async () => {
      await page.goto(`/o/${instance.organizationId}/settings`);
      await page.getByRole('button', { name: /^Switch organization/ }).click();
      await expectOnlyText(await page.getByRole('menu').innerText());
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await expectOnlyText(await page.getByRole('dialog').innerText());
    });

    it('in the names of programs, where sessions are listed', async () => {
      await page.goto('/settings/security');
      await page.getByRole('table', { name: 'Sessions' }).waitFor();
      const titles = page.locator('[title]');
      const shown = await titles.evaluateAll((all) => all.map((one) => one.getAttribute('title')));
      await expectOnlyText(shown.join('\n'));
    });

    it('in the entries of the audit log', async () => {
      await page.goto(`/o/${instance.organizationId}/audit?action=role`);
      const entries = page.getByRole('button', { name: 'Created a role' });
      await entries.first().waitFor();
      let shown = '';
      let programs = '';
      for (const entry of await entries.all()) {
        await entry.click();
        const dialog = page.getByRole('dialog');
        shown += await dialog.innerText();
        programs += await dialog.locator('dt:text-is("Program") + dd').innerText();
        await page.keyboard.press('Escape');
      }
      await expectOnlyText(shown);
      expect(missingFrom(programs)).toEqual([]);
    });

    it('on the page that an invitation leads to', async () => {
      for (const link of instance.invitationLinks) {
        await page.goto(link);
        await expectHeading(page, /^Join /);
        expect(await findMarkup(page)).toEqual([]);
      }
      expectNothingHappened();
    });

    // What does nothing without a policy does nothing with it. These look at many pages.
    if (!bypassCSP) return;

    it('in mails, as the mailbox shows them', async () => {
      await page.goto('/dev/mailbox');
      for (const [index, payload] of namePayloads.entries()) {
        await openMessage(page, addressOf(index));
        const mail = page.frameLocator('article iframe').locator('body');
        await mail.filter({ hasText: unlink(payload) }).waitFor();
      }
      await expectOnlyText(namePayloads.join('\n'));
    });

    nightly('security S35: in the address to go on to, with a session', async () => {
      for (const next of nextPayloads) {
        await page.goto(`/log-in?next=${encodeURIComponent(next)}`);
        await expectInside(page, next);
      }
      expectNothingHappened();
    });

    it('security S35: in the address to go on to, after logging in', async () => {
      for (const next of nextPayloads) {
        await device.context.clearCookies();
        await page.goto(`/log-in?next=${encodeURIComponent(next)}`);
        const { email, password } = instance.owner;
        await submitForm(page, { 'E-mail': email, Password: password }, 'Log in');
        await expectInside(page, next);
      }
      expectNothingHappened();
    });
  });

  it.each(policies)(
    'no mail runs a script, even one that was not escaped, $policy',
    async ({ bypassCSP }) => {
      const { page, context, dialogs } = await openWatchedDevice(app, canary, bypassCSP);
      for (const [index, payload] of namePayloads.entries())
        await app.server.database.query(
          'update mailbox_messages set html = $1 where recipient = $2',
          [`<p>raw</p>${payload}`, addressOf(index)],
        );
      await logIn(page, instance.owner);
      await openPage(page, 'Mailbox');
      for (const index of namePayloads.keys()) {
        await openMessage(page, addressOf(index));
        await page.frameLocator('article iframe').getByText('raw', { exact: true }).waitFor();
      }
      expect(dialogs).toEqual([]);
      // Without the policy, pictures and styles are fetched as in any mail program.
      if (!bypassCSP) expect(canary.hits).toEqual([]);
      expect(page.url()).toContain(`${app.url}/dev/mailbox/`);
      await context.close();
    },
  );
});

/** Opens the message to `email`, which may be on a later page of the list. */
async function openMessage(page: Page, email: string): Promise<void> {
  const messages = page.getByRole('list', { name: 'Messages' }).getByRole('link');
  const message = messages.filter({ hasText: email });
  await messages.first().waitFor();
  while ((await message.count()) === 0) {
    const shown = await messages.count();
    await page.getByRole('button', { name: 'Load more' }).click();
    await messages.nth(shown).waitFor();
  }
  await message.click();
  await page.locator('article').getByText(email).waitFor();
}

/** Waits for a page of the app, whichever `next` led to, with the person signed in. */
async function expectInside(page: Page, next: string): Promise<void> {
  await page
    .getByRole('button', { name: /^Account menu of / })
    .or(page.getByRole('heading', { name: 'There is no page here' }))
    .first()
    .waitFor()
    .catch((error: unknown) => {
      throw new Error(`${JSON.stringify(next)} led to ${page.url()}`, { cause: error });
    });
}

/** Payloads that are not to be read in `text`. */
function missingFrom(text: string): string[] {
  const plain = text.replaceAll(WORD_JOINER, '');
  return namePayloads.filter((payload) => !plain.includes(payload));
}

/** Elements that only a payload can have brought along. */
function findMarkup(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter(
        (element) =>
          element.getAttributeNames().some((name) => name.startsWith('on')) ||
          /javascript:|canary/i.test(element.getAttribute('href') ?? '') ||
          /canary/.test(element.getAttribute('src') ?? ''),
      )
      .map((element) => element.outerHTML.slice(0, 200)),
  );
}
