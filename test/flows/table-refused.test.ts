import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import type { Device } from './app.fixture.ts';
import { inspectScreen, openAxeDevice } from './axe.fixture.ts';
import { pillOf } from './board-screen.fixture.ts';
import { dialogOf, expectNotice, logIn } from './screens.fixture.ts';
import {
  cellAt,
  focusAt,
  pasteText,
  startTable,
  type TableScene,
  textAt,
} from './table.fixture.ts';

/** An address that the table takes and the server does not. */
const BAD = 'javascript:alert(1)';

/** Many cells at once, of which the server refuses some. */
describe.skipIf(!hasChromium)('what is refused of many cells', { timeout: 120_000 }, () => {
  let scene: TableScene;
  let owner: Device;
  let page: Page;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    scene = await startTable();
    await scene.addColumn('Link', 'link');
    await scene.addColumn('Note', 'text');
    for (const title of ['Alpha', 'Beta', 'Gamma']) ids.set(title, (await scene.addItem(title)).id);
    owner = await scene.open(scene.scene.owner, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    page = await scene.show(owner);
  }, 120_000);
  afterEach(() => owner?.context.setOffline(false).catch(() => undefined));
  afterAll(() => scene?.app.stop());

  const column = (name: string) => scene.columns.get(name) ?? '';
  const stored = async (title: string, name: string) =>
    (await scene.values(ids.get(title) ?? ''))[column(name)] ?? null;
  const notice = (at: Page = page) => at.getByRole('region', { name: /not saved$/ });
  const titles = async () => {
    const { boardId, owner: person } = scene.scene;
    const { body } = await scene.scene.as(person, 'GET', `/boards/${boardId}/snapshot`);
    const items = body.data.items as { pos: string; values: { title: string } }[];
    return items.toSorted((a, b) => (a.pos < b.pos ? -1 : 1)).map(({ values: { title } }) => title);
  };
  /** Pastes lines where a new title would be typed. */
  const pasteLines = async (at: Page, lines: readonly string[]) => {
    // Out of a cell first, where it would be typed.
    for (const key of ['Escape', 'Escape', 'c']) await at.keyboard.press(key);
    await expect.poll(() => at.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await pasteText(at, lines.join('\n'));
    await dialogOf(at, 'Paste into the board').getByRole('button', { name: 'Paste' }).click();
  };

  it('web W5, W25: what was corrected while a paste waited stays, whatever of the paste is sent again', async () => {
    // By another person: the correction has not raced with that, though the paste before it is refused.
    const path = `/items/${ids.get('Alpha')}`;
    await scene.scene.as(scene.scene.member, 'PATCH', path, {
      values: { [column('Note')]: 'theirs' },
    });
    await expect.poll(() => textAt(page, 'Alpha', column('Note'))).toBe('theirs');
    await owner.context.setOffline(true);
    await pillOf(page, /^Offline/).waitFor();
    await cellAt(page, 'Alpha', column('Link')).click();
    await pasteText(page, `example.test/a\tpasted\n${BAD}\tpasted\nexample.test/c\tpasted`);
    await expect.poll(() => textAt(page, 'Alpha', column('Note'))).toBe('pasted');
    await cellAt(page, 'Alpha', column('Note')).click();
    await expect.poll(() => focusAt(page)).toBe(`Alpha ${column('Note')}`);
    await page.keyboard.type('corrected');
    await page.keyboard.press('Enter');
    await expect.poll(() => textAt(page, 'Alpha', column('Note'))).toBe('corrected');
    await owner.context.setOffline(false);
    await expect.poll(() => stored('Gamma', 'Note'), { timeout: 20_000 }).toBe('pasted');
    await expectNotice(page, '2 of 6 changes were refused and taken back');
    expect(await stored('Alpha', 'Note')).toBe('corrected');
    expect(JSON.stringify(await stored('Alpha', 'Link'))).toContain('example.test/a');
    expect(await stored('Beta', 'Note')).toBeNull();
    await cellAt(page, 'Beta', column('Note'))
      .getByText(/^Not saved: /)
      .waitFor({ state: 'attached' });
  });

  it('web W25: a value that was mended before its refusal came is marked with nothing', async () => {
    const cell = cellAt(page, 'Alpha', column('Link'));
    await owner.context.setOffline(true);
    await pillOf(page, /^Offline/).waitFor();
    // From beside it: a press on an address would open that.
    await cellAt(page, 'Alpha', column('Note')).click();
    await expect.poll(() => focusAt(page)).toBe(`Alpha ${column('Note')}`);
    await page.keyboard.press('ArrowLeft');
    for (const typed of [BAD, 'example.test/mended']) {
      await expect.poll(() => focusAt(page)).toBe(`Alpha ${column('Link')}`);
      await page.keyboard.type(typed);
      await page.keyboard.press('Enter');
      await expect.poll(() => focusAt(page)).toBe(`Beta ${column('Link')}`);
      await page.keyboard.press('ArrowUp');
    }
    await owner.context.setOffline(false);
    await expect
      .poll(async () => JSON.stringify(await stored('Alpha', 'Link')), { timeout: 20_000 })
      .toContain('mended');
    await pillOf(page, 'Saved').waitFor();
    expect(await cell.getByText(/^Not saved: /).count()).toBe(0);
  });

  it('web W5: new rows stand in the order of their lines, without those that are refused', async () => {
    const lines = Array.from({ length: 120 }, (_line, at) => `Line ${at}`);
    const bad = new Set([0, 60, 119]);
    await pasteLines(
      page,
      lines.map((line, at) => `${line}\t${bad.has(at) ? BAD : ''}\tnote ${at}`),
    );
    await notice().getByText('3 new lines were not saved').waitFor();
    const wanted = ['Alpha', 'Beta', 'Gamma', ...lines.filter((_line, at) => !bad.has(at))];
    expect(await titles()).toEqual(wanted);
  });

  it('web W25: the text of refused rows stays, over a reload too, until it is copied and put away', async () => {
    await notice().getByText(`Line 60 · ${BAD} · note 60`).waitFor();
    await notice()
      .getByText(/address/i)
      .first()
      .waitFor();
    await page.reload();
    await notice().getByRole('button', { name: 'Copy the lines' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied.split('\n')).toEqual([0, 60, 119].map((at) => `Line ${at}\t${BAD}\tnote ${at}`));
    await notice().getByRole('button', { name: 'Dismiss' }).click();
    await notice().waitFor({ state: 'detached' });
    await page.reload();
    await cellAt(page, 'Alpha', 'title').waitFor();
    expect(await notice().count()).toBe(0);
  });

  it('web W25: whoever leaves the board before the answer finds the others written, and the refused line', async () => {
    const lines = Array.from({ length: 130 }, (_line, at) => `Late ${at}`);
    await owner.context.setOffline(true);
    await pillOf(page, /^Offline/).waitFor();
    await pasteLines(
      page,
      lines.map((line, at) => `${line}\t${at === 70 ? BAD : ''}\tnote ${at}`),
    );
    await pillOf(page, 'Offline – 2 waiting').waitFor();
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Home' })
      .click();
    await page.waitForURL((url) => !url.pathname.startsWith('/boards/'));
    await owner.context.setOffline(false);
    const wanted = lines.filter((_line, at) => at !== 70);
    const late = async () => (await titles()).filter((title) => title.startsWith('Late '));
    await expect.poll(late, { timeout: 30_000 }).toEqual(wanted);
    await expectNotice(page, '1 of 130 changes was refused and taken back');
    expect(await notice().count()).toBe(0);
    await scene.show(owner);
    await notice().getByText(`Late 70 · ${BAD} · note 70`).waitFor();
    await notice().getByRole('button', { name: 'Dismiss' }).click();
    await notice().waitFor({ state: 'detached' });
  });

  it('web W25: a new item whose title is refused is kept, though the next one was begun', async () => {
    const long = 'too long '.repeat(200).trim();
    const field = page.getByRole('textbox', { name: /^Add item to / }).first();
    await page.keyboard.press('c');
    await owner.context.setOffline(true);
    await pillOf(page, /^Offline/).waitFor();
    await field.fill(long);
    await field.press('Enter');
    await field.fill('next');
    await owner.context.setOffline(false);
    await notice().getByText(long).waitFor();
    expect(await field.inputValue()).toBe('next');
    await field.fill('');
    await notice().getByRole('button', { name: 'Dismiss' }).click();
  });

  it('web W6, W25: one value set for selected rows stays at each cell where it is refused', async () => {
    await scene.show(owner);
    for (const title of ['Beta', 'Gamma']) await page.getByLabel(`Select ${title}`).check();
    await page
      .getByRole('region', { name: 'Selected items' })
      .getByRole('button', { name: 'Set value' })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').first().selectOption({ label: 'Link' });
    await dialog.getByRole('textbox').fill(BAD);
    await dialog.getByRole('button', { name: 'Set value' }).click();
    for (const title of ['Beta', 'Gamma'])
      await cellAt(page, title, column('Link'))
        .getByText(/^Not saved: /)
        .waitFor({ state: 'attached' });
  });

  it('web W41: axe finds nothing in the notice', async () => {
    await owner.context.close();
    const { page: looked, context } = await openAxeDevice(scene.app);
    await logIn(looked, scene.scene.owner);
    await looked.getByRole('button', { name: /^Account menu of / }).waitFor();
    await scene.show({ ...owner, page: looked });
    const found = await inspectScreen(looked, {
      name: 'refused lines',
      async open(at) {
        await pasteLines(at, [`Last\t${BAD}`, `${'Longer '.repeat(30)}\t${BAD}`]);
        // Rows that are gone stay while somebody is at the board (web W10).
        await notice(at).getByRole('button', { name: 'Copy the lines' }).focus();
        await at.mouse.move(5, 5);
        await expect.poll(() => at.getByRole('note').count()).toBe(0);
      },
      shows: (at) => notice(at),
    });
    expect(found.findings).toEqual([]);
    await context.close();
  });
});
