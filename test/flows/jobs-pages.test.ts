import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { createOrganization, registerPerson, type Person } from '../harness/people.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { seedJobs, type JobScene } from './jobs-scene.fixture.ts';
import {
  chooseRowMenu,
  dialogOf,
  expectHeading,
  expectNotice,
  logIn,
  openPage,
  rowOf,
  submitForm,
} from './screens.fixture.ts';
import { post } from './seed.fixture.ts';

let app: TestApp;
let owner: Person;
let scene: JobScene;
let device: Device;
let page: Page;

describe.skipIf(!hasChromium)('pages about background jobs', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    app = await startTestApp();
    owner = await registerPerson(app.server, { name: 'Ada Lovelace' });
    scene = await seedJobs(app.server);
    device = await app.openDevice();
    page = device.page;
    await logIn(page, owner);
    await openPage(page, 'Background jobs');
  }, 120_000);
  afterAll(() => app?.stop());

  const count = (queue: string, column: number) => rowOf(page, queue).getByRole('cell').nth(column);
  const badge = (text: string) => page.getByRole('dialog').getByText(text, { exact: true }).first();

  /** Workers hear of a pause within a second or two; what comes in before may still begin. */
  const runUntilKept = () =>
    vi.waitFor(
      async () => {
        await post(app.server, owner.token, '/instance/schedules/cleanup/run', {});
        // Nobody presses anything: the figures renew themselves.
        const waiting = count('Clean-ups', 1).getByText('1', { exact: true });
        await waiting.waitFor({ timeout: 5_000 });
      },
      { timeout: 60_000 },
    );

  it('SPEC D8: a paused queue keeps what comes in, live, and goes on', async () => {
    await expectHeading(page, 'Job queues');
    await count('Clean-ups', 4).getByText('1', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Pause Clean-ups' }).click();
    await expectNotice(page, 'Clean-ups is paused; what runs ends');
    await rowOf(page, 'Clean-ups').getByText('Paused').waitFor();
    await runUntilKept();
    await page.getByRole('button', { name: 'Resume Clean-ups' }).click();
    await count('Clean-ups', 1).getByText('0', { exact: true }).waitFor();
    expect(await rowOf(page, 'Clean-ups').getByText('Paused').count()).toBe(0);
  });

  it('SPEC D8: a dead job shows its data without secrets, its stack and each start', async () => {
    await page.getByRole('link', { name: '1 job of Imports: Given up' }).click();
    await page.getByRole('button', { name: 'imports.run', exact: true }).click();
    const dialog = dialogOf(page, 'imports.run');
    await dialog.getByText('Its work refused it: The file is no board').waitFor();
    const data = dialog.getByRole('group', { name: 'Data, without secrets' });
    const shown = await data.innerText();
    expect(shown).toContain('board.json');
    expect(shown).not.toContain('bw_live_secret');
    expect(shown).not.toContain('grace@');
    await dialog.getByRole('group', { name: 'Stack' }).getByText('at trimAudit').waitFor();
    await dialog.getByRole('listitem').filter({ hasText: 'Start 1' }).waitFor();
    await dialog.getByText('node-1:4711').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.waitForURL((url) => !url.searchParams.has('job'));
  });

  it('SPEC D8: a dead job runs again and is done, seen live', async () => {
    await page.goto(`/instance/jobs/all?state=dead&job=${scene.deadId}`);
    await badge('Given up').waitFor();
    await page.getByRole('button', { name: 'Run again', exact: true }).click();
    await expectNotice(page, 'It runs again');
    await badge('Done').waitFor();
    const starts = page.getByRole('list', { name: 'Starts' }).getByRole('listitem');
    await starts.filter({ hasText: 'Start 4' }).waitFor();
    expect(await starts.count()).toBe(4);
    expect(await page.getByRole('button', { name: 'Run again', exact: true }).count()).toBe(0);
  });

  it('SPEC D8: what waits for its time runs now', async () => {
    await page.goto('/instance/jobs/all?state=delayed');
    await chooseRowMenu(rowOf(page, 'schedules.run'), 'Run now');
    await expectNotice(page, 'It is due now');
    await page.getByText('No job is like that').waitFor();
    await page.goto(`/instance/jobs/all?job=${scene.laterId}`);
    await badge('Done').waitFor();
  });

  it('SPEC D8: dead jobs are counted before they are let go; ended ones are forgotten', async () => {
    await page.goto('/instance/jobs/all?state=dead&queue=import');
    await page.getByRole('button', { name: 'Discard all' }).click();
    const dialog = dialogOf(page, 'Discard?');
    await dialog.getByText('1 job matches.').waitFor();
    await dialog.getByRole('button', { name: 'Discard', exact: true }).click();
    await expectNotice(page, '1 discarded');
    await page.getByText('No job is like that').waitFor();
    await page.goto('/instance/jobs');
    await page.getByRole('button', { name: 'Clean up Imports' }).click();
    const clean = dialogOf(page, 'Forget ended jobs of Imports?');
    await clean.getByText('1 job matches.').waitFor();
    await clean.getByLabel('Discarded').uncheck();
    await clean.getByText('0 jobs match.').waitFor();
    await clean.getByLabel('Discarded').check();
    await clean.getByText('1 job matches.').waitFor();
    await clean.getByRole('button', { name: 'Clean up', exact: true }).click();
    await expectNotice(page, '1 job forgotten');
    await page.goto('/instance/jobs/all?queue=import');
    await page.getByText('No job is like that').waitFor();
  });

  it('SPEC D7: a schedule is run by hand, and its times are changed and taken back', async () => {
    await page.goto('/instance/jobs/schedules');
    const row = rowOf(page, 'Shorten audit logs');
    await row.getByRole('button', { name: /^Run now/ }).click();
    await expectNotice(page, 'Shorten audit logs begins');
    await row.getByText('Done').filter({ visible: true }).waitFor();
    await row.getByText('By hand').filter({ visible: true }).waitFor();
    await row.getByRole('button', { name: /^Change times/ }).click();
    const dialog = page.getByRole('dialog');
    await submitForm(dialog, { 'Times as in cron': 'every day' }, 'Save times');
    await dialog.getByRole('alert').waitFor();
    await submitForm(dialog, { 'Times as in cron': '30 4 * * *' }, 'Save times');
    await expectNotice(page, 'Times saved');
    await row.getByText('30 4 * * *').filter({ visible: true }).waitFor();
    await row.getByText('Changed').waitFor();
    await row.getByRole('button', { name: /^Change times/ }).click();
    await dialog.getByRole('button', { name: 'Back to the default' }).click();
    await row.getByText('Changed').waitFor({ state: 'detached' });
  });

  it('SPEC F4: what is remembered is shown by class, and void once that is confirmed', async () => {
    await openPage(page, 'Cache');
    await expectHeading(page, 'Cache');
    const { server } = app;
    const other = await registerPerson(server, { name: 'Joan Clarke' });
    const organizationId = await createOrganization(server, other);
    await server.call('GET', `/organizations/${organizationId}/boards`, { token: other.token });
    const lists = rowOf(page, 'Lists of boards');
    // Nobody presses anything: the figures renew themselves.
    await lists.getByText(/^\d+ of \d+$/).waitFor();
    const values = lists.getByRole('cell').nth(5);
    await values.filter({ hasText: /^[1-9]/ }).waitFor();
    await page.getByRole('button', { name: 'Void Lists of boards' }).click();
    const dialog = dialogOf(page, 'Void Lists of boards?');
    await dialog.getByRole('button', { name: 'Void', exact: true }).click();
    await expectNotice(page, 'Lists of boards: void on every node');
    await values.filter({ hasText: /^0/ }).waitFor();
    const rights = page
      .getByRole('table', { name: 'Remembered by rules of their own' })
      .getByRole('row', { name: /^Rights/ });
    await rights.getByText(/^\d+ of \d+$/).waitFor();
  });

  it('security S21: nobody but the owner of the instance finds anything there', async () => {
    const other = await app.openDevice();
    const member = await registerPerson(app.server, { name: 'Grace Hopper' });
    await logIn(other.page, member);
    await other.page.getByRole('navigation', { name: 'Main' }).waitFor();
    expect(await other.page.getByRole('link', { name: 'Background jobs' }).count()).toBe(0);
    for (const path of ['jobs', 'jobs/all', 'jobs/schedules', 'cache']) {
      await other.page.goto(`/instance/${path}`);
      await expectHeading(other.page, 'Only for the owner of this instance');
    }
    await other.context.close();
  });

  it('nothing failed on any of these pages', () => {
    expect(device.problems.faults).toEqual([]);
  });
});
