import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import type { Device } from './app.fixture.ts';
import { pillOf } from './board-screen.fixture.ts';
import { dialogOf, expectNotice } from './screens.fixture.ts';
import {
  cellAt,
  focusAt,
  OPTIONS,
  pasteText,
  startTable,
  type TableScene,
  textAt,
} from './table.fixture.ts';

/** Many lines at once, and two people at the same cells. */
describe.skipIf(!hasChromium)('many cells of the table', { timeout: 120_000 }, () => {
  let scene: TableScene;
  let page: Page;
  let other: Page;
  let owner: Device;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    scene = await startTable();
    await scene.addColumn('Status', 'status', { options: OPTIONS });
    await scene.addColumn('Tags', 'tags', { options: OPTIONS });
    await scene.addColumn('Link', 'link');
    await scene.addColumn('Note', 'text');
    await scene.add(`/boards/${scene.scene.boardId}/groups`, { name: 'Later' });
    const tags = [[OPTIONS[0]?.id], [OPTIONS[1]?.id], [], []];
    for (const [index, title] of ['Alpha', 'Beta', 'Gamma', 'Delta'].entries()) {
      const values = {
        [column('Tags')]: tags[index],
        [column('Status')]: OPTIONS[index]?.id ?? null,
      };
      ids.set(title, (await scene.addItem(title, values)).id);
    }
    owner = await scene.open(scene.scene.owner);
    page = await scene.show(owner);
    other = await scene.show(await scene.open(scene.scene.member));
    await other.mouse.move(5, 5);
  }, 120_000);
  afterAll(() => scene?.app.stop());

  const column = (name: string) => scene.columns.get(name) ?? '';
  const stored = async (title: string, name: string) =>
    (await scene.values(ids.get(title) ?? ''))[column(name)] ?? null;
  const select = async (...titles: string[]) => {
    for (const title of titles) await page.getByLabel(`Select ${title}`).check();
  };
  const goToLine = async (title: string) => {
    // A press on the cell that is active already would go into it.
    for (const field of [column('Note'), 'title']) await cellAt(page, title, field).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => focusAt(page)).toBe(title);
  };
  const namesOf = (wanted: unknown) =>
    (wanted as string[] | null)?.map((id) => OPTIONS.find((each) => each.id === id)?.name) ?? [];

  it('web W3: tags for several rows are added to those that each of them has', async () => {
    await select('Alpha', 'Beta');
    await goToLine('Alpha');
    await page.keyboard.press('l');
    await page.getByRole('option', { name: 'Done', exact: true }).click();
    // Enter would choose in the list once more.
    await page.keyboard.press('Tab');
    await expect
      .poll(async () => namesOf(await stored('Alpha', 'Tags')))
      .toEqual(['To do', 'Done']);
    expect(namesOf(await stored('Beta', 'Tags'))).toEqual(['In progress', 'Done']);
  });

  it('web W3: a list for several rows that is only looked at changes none of them', async () => {
    await goToLine('Alpha');
    await page.keyboard.press('s');
    await page.getByRole('combobox', { name: 'Status' }).waitFor();
    await cellAt(page, 'Delta', column('Note')).click();
    await page.getByRole('combobox', { name: 'Status' }).waitFor({ state: 'detached' });
    expect(await stored('Alpha', 'Status')).toBe(OPTIONS[0]?.id);
    expect(await stored('Beta', 'Status')).toBe(OPTIONS[1]?.id);
    await page.getByRole('button', { name: 'Clear selection' }).click();
  });

  it('web W24: an open editor that is only looked at does not take back what another has set', async () => {
    for (const [name, open] of [
      ['Status', 'Enter'],
      ['Note', 'F2'],
    ] as const) {
      await cellAt(page, 'Gamma', column(name)).click();
      await page.keyboard.press(open);
      const value = name === 'Status' ? OPTIONS[0]?.id : 'by another';
      await scene.scene.as(scene.scene.member, 'PATCH', `/items/${ids.get('Gamma')}`, {
        values: { [column(name)]: value },
      });
      await expect.poll(() => textAt(other, 'Gamma', column(name))).not.toMatch(/^(Done)?$/);
      await cellAt(page, 'Delta', 'title').click();
      await expect.poll(() => textAt(page, 'Gamma', column(name))).not.toMatch(/^(Done)?$/);
      expect(await stored('Gamma', name)).toBe(value);
    }
  });

  it('live L21: who began to type before another wrote has not seen that, and both texts stay', async () => {
    await cellAt(page, 'Delta', column('Note')).click();
    await page.keyboard.type('left middle right');
    await page.keyboard.press('Enter');
    await expect.poll(() => stored('Delta', 'Note')).toBe('left middle right');
    await cellAt(page, 'Delta', column('Note')).click();
    await page.keyboard.press('F2');
    await page.keyboard.type(' mine');
    await scene.scene.as(scene.scene.member, 'PATCH', `/items/${ids.get('Delta')}`, {
      values: { [column('Note')]: 'theirs left middle right' },
    });
    await expect.poll(() => textAt(other, 'Delta', column('Note'))).toMatch(/^theirs/);
    await page.keyboard.press('Enter');
    await expect.poll(() => stored('Delta', 'Note')).toBe('theirs left middle right mine');
  });

  it('web W5: quoted lines within a cell are no lines of the board', async () => {
    await goToLine('Alpha');
    await pasteText(page, 'Alpha\tDone\tTo do\t\t"one ""1""\ntwo"\nBeta\tDone');
    await expect.poll(() => stored('Alpha', 'Note')).toBe('one "1"\ntwo');
    expect(await stored('Beta', 'Status')).toBe(OPTIONS[2]?.id);
    expect(await stored('Gamma', 'Status')).toBe(OPTIONS[0]?.id);
  });

  it('web W5: of a line that the server refuses, the others are saved, and its values stay at their cells', async () => {
    await cellAt(page, 'Alpha', column('Link')).click();
    await pasteText(page, 'example.test/a\tone\njavascript:alert(1)\ttwo\nexample.test/c\tthree');
    await expectNotice(page, '2 of 6 changes were refused and taken back');
    await expect.poll(() => stored('Gamma', 'Note')).toBe('three');
    expect(await stored('Alpha', 'Note')).toBe('one');
    expect(await stored('Beta', 'Note')).toBeNull();
    await cellAt(page, 'Beta', column('Link'))
      .getByText(/^Not saved: /)
      .waitFor({ state: 'attached' });
    await page.keyboard.press('Control+z');
    await expect.poll(() => stored('Gamma', 'Note')).toBe('by another');
    await expect.poll(() => stored('Alpha', 'Note')).toBe('one "1"\ntwo');
  });

  it('web W5: more than a paste takes is counted before, and nothing is cut in silence', async () => {
    await goToLine('Alpha');
    await pasteText(page, Array.from({ length: 10_050 }, (_line, at) => `Line ${at}`).join('\n'));
    const dialog = dialogOf(page, 'Paste into the board');
    await dialog.getByText('A paste takes 10,000 lines: the last 50 are left out.').waitFor();
    await dialog.getByLabel('Add 9,996 lines below the last row as new items').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  it('web W5, W6: lines pasted at the head of a group go to that group, and are one step back', async () => {
    await goToLine('Alpha');
    await page.keyboard.press('ArrowUp');
    await pasteText(page, Array.from({ length: 250 }, (_line, at) => `Line ${at}`).join('\n'));
    const dialog = dialogOf(page, 'Paste into the board');
    await dialog.getByRole('button', { name: 'Paste' }).click();
    const first = page.locator(`[data-bucket="${scene.scene.groupId}"]`);
    await first.getByText('254 items').waitFor();
    await other.locator(`[data-bucket="${scene.scene.groupId}"]`).getByText('254 items').waitFor();
    expect(await stored('Alpha', 'Note')).toBe('one "1"\ntwo');
    await page.getByRole('treegrid').locator('[tabindex="0"]').first().focus();
    await page.keyboard.press('Control+z');
    await other.locator(`[data-bucket="${scene.scene.groupId}"]`).getByText('4 items').waitFor();
  });

  it('web W6, W23: offline, an edit that waits is undone at once and never sent', async () => {
    const { context } = owner;
    await cellAt(page, 'Gamma', column('Note')).click();
    await context.setOffline(true);
    await pillOf(page, /^Offline/).waitFor();
    const before = await stored('Gamma', 'Note');
    await page.keyboard.type('never sent');
    await page.keyboard.press('Enter');
    await expect.poll(() => textAt(page, 'Gamma', column('Note'))).toBe('never sent');
    await page.keyboard.press('Control+z');
    await expect.poll(() => textAt(page, 'Gamma', column('Note'))).toBe(before);
    await context.setOffline(false);
    await pillOf(page, 'Saved').waitFor();
    expect(await stored('Gamma', 'Note')).toBe(before);
  });
});
