import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { nightly } from '../harness/tier.ts';
import { findOverflow } from './hard-coded.fixture.ts';
import { startScreenWalk, type ScreenWalk } from './screen-walk.fixture.ts';
import { listOrganizationScreens, listOwnScreens } from './screens-of-owners.fixture.ts';

describe.skipIf(!hasChromium)('web W40: text of twice the size', { timeout: 240_000 }, () => {
  let walk: ScreenWalk;

  beforeAll(async () => {
    walk = await startScreenWalk({
      async prepare({ context, page }) {
        // As the browser's own setting does: before anything of the page runs.
        await context.addInitScript(() => {
          const enlarge = () => {
            if (document.documentElement) document.documentElement.style.fontSize = '200%';
          };
          enlarge();
          new MutationObserver(enlarge).observe(document, { childList: true });
        });
        return page;
      },
      widths: [390],
      inspect: findOverflow,
    });
  }, 120_000);
  afterAll(() => walk?.app.stop());

  nightly('fits a phone before signing in', async () => {
    expect(await walk.lookAsVisitor()).toEqual([]);
  });

  it('fits a phone in an organization', async () => {
    expect(await walk.look(listOrganizationScreens(walk.seed))).toEqual([]);
  });

  it('fits a phone on home and boards', async () => {
    expect(await walk.lookAtBoards()).toEqual([]);
  });

  nightly('fits a phone in the inbox, in webhooks and in what is sent', async () => {
    expect(await walk.lookAtInbox()).toEqual([]);
    expect(await walk.lookAtWebhooks()).toEqual([]);
    expect(await walk.lookAtDelivery()).toEqual([]);
    expect(await walk.lookAtJobs()).toEqual([]);
  });

  nightly('fits a phone in one’s own settings and those of the instance', async () => {
    expect(await walk.look(listOwnScreens(walk.seed))).toEqual([]);
  });
});
