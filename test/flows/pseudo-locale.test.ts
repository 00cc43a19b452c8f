import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { findHardCoded, findOverflow } from './hard-coded.fixture.ts';
import { speakPseudo } from './pseudo-page.fixture.ts';
import { startScreenWalk, type ScreenWalk } from './screen-walk.fixture.ts';
import { listOrganizationScreens, listOwnScreens } from './screens-of-owners.fixture.ts';

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
  overdue  Version is out Deployed to all regions Maintenance tonight From on Your invoice It attached joan alan nobody grace
  bounced On call Nightly backup com workspace created
`;

/** Kinds of background jobs, and what went wrong with them. */
const JOBS =
  'schedules run imports audit trim canceling statement due to lock timeout The file is no board UTC';

/** Messages are in the language of whom they go to. */
const MAILS =
  'Test message New log-in to your account invited you to Verify your e-mail address Two-step sign-in is on localhost';

describe.skipIf(!hasChromium)('web W42: the pseudo-locale', { timeout: 240_000 }, () => {
  let walk: ScreenWalk;
  let data = DATA;

  beforeAll(async () => {
    walk = await startScreenWalk({
      async prepare({ context, page }) {
        await context.addInitScript(() => localStorage.setItem('boardwire.language', 'en-XA'));
        return speakPseudo(page);
      },
      widths: [1_440, 390],
      inspect: async (page) => [
        ...(await findHardCoded(page, data)),
        ...(await findOverflow(page)),
      ],
    });
  }, 120_000);
  afterAll(() => walk?.app.stop());

  it('says everything before signing in', async () => {
    expect(await walk.lookAsVisitor()).toEqual([]);
  });

  it('says everything in an organization', async () => {
    expect(await walk.look(listOrganizationScreens(walk.seed))).toEqual([]);
  });

  it('says everything on home and boards', async () => {
    const { app, seed } = walk;
    // The server says them, in the languages that it has.
    const path = `/organizations/${seed.organizationId}/templates`;
    const { body } = await app.server.call('GET', path, { token: seed.owner.token });
    data = `${DATA} ${IMPORTED} ${JSON.stringify(body.data)}`;
    expect(await walk.lookAtBoards()).toEqual([]);
  });

  it('says everything in the inbox and the notification settings', async () => {
    data = `${DATA} ${NOTICES}`;
    expect(await walk.lookAtInbox()).toEqual([]);
  });

  it('says everything about webhooks and templates of messages', async () => {
    data = `${DATA} ${HOOKS}`;
    expect(await walk.lookAtWebhooks()).toEqual([]);
  });

  it('says everything on the pages about what is sent', async () => {
    data = `${DATA} ${HOOKS} ${SENT}`;
    expect(await walk.lookAtDelivery()).toEqual([]);
  });

  it('says everything about background jobs', async () => {
    data = `${DATA} ${JOBS}`;
    expect(await walk.lookAtJobs()).toEqual([]);
  });

  it('says everything in one’s own settings and those of the instance', async () => {
    // The mailbox has what was sent before, too.
    data = `${DATA} ${MAILS} ${HOOKS} ${SENT}`;
    expect(await walk.look(listOwnScreens(walk.seed))).toEqual([]);
  });
});
