import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { createTextScene, edit, paragraphs, type } from './long-texts.fixture.ts';
import {
  editorOf,
  eventually,
  type ItemScene,
  openItemScene,
  panelOf,
} from './item-screen.fixture.ts';

/** Who did what to an item, and what came of two edits at once. */
describe.skipIf(!hasChromium)('the activity of an item', { timeout: 120_000 }, () => {
  let place: ItemScene;
  let ada: Page;
  let bob: Page;
  let note: string;

  beforeAll(async () => {
    place = await openItemScene();
    ada = place.ada.page;
    bob = place.bob.page;
    note = (await place.addColumn('Note', 'text', { conflictPolicy: 'user_choice' })).id;
  }, 120_000);
  afterAll(() => place?.app.stop());

  const field = (page: Page) => panelOf(page).getByRole('textbox', { name: 'Note', exact: true });
  async function set(page: Page, text: string): Promise<void> {
    await field(page).fill(text);
    await page.keyboard.press('Enter');
  }
  const shows = async (page: Page, text: string) => {
    const read = () => field(page).inputValue();
    expect(await eventually(read, (value) => value === text)).toBe(text);
  };
  const activityOf = async (page: Page) => {
    await panelOf(page).getByRole('tab', { name: 'Activity' }).click();
    return panelOf(page).getByRole('region', { name: 'Activity' });
  };

  it('web W24: it says who changed what from what to what, and restores a value', async () => {
    const { id } = await place.addItem('Pack', { values: { [note]: 'old words' } });
    for (const page of [ada, bob]) await place.openItem(page, id);
    await set(bob, 'new words');
    await shows(ada, 'new words');
    const activity = await activityOf(ada);
    const line = activity.getByRole('listitem').filter({ hasText: 'changed Note' }).last();
    await line.getByText('old words').waitFor();
    await line.getByText('new words').waitFor();
    await activity.getByText('Bob Miner').first().waitFor();
    await line.hover();
    await line.getByRole('button', { name: 'Restore this value of Note' }).click();
    await shows(bob, 'old words');
  });

  it('live L21: what is typed into a text in one go is one entry', async () => {
    const text = await createTextScene(place.scene);
    await text.replace(paragraphs('x'));
    for (const letters of ['a', 'b', 'c']) {
      await text.update(edit(await text.open(), type(letters)));
    }
    await text.update(edit(await text.open(), type('d')), place.scene.member);
    const path = `/boards/${place.scene.boardId}/activity?itemId=${text.itemId}`;
    const { body } = await place.scene.as(place.scene.owner, 'GET', path);
    const changes = body.data as { event: { type: string; data: { update: null } } }[];
    const typed = changes.filter(({ event }) => event.type === 'text.updated');
    expect(typed.map(({ event }) => event.data)).toMatchObject([
      { update: null, value: { length: 5 } },
      { update: null, value: { length: 4 } },
    ]);
  });

  it('web W24: a long text is restored as it was after an earlier edit', async () => {
    const text = await createTextScene(place.scene);
    await text.replace(paragraphs('First words'));
    await text.update(edit(await text.open(), type(', and more')), place.scene.member);
    await place.openItem(ada, text.itemId);
    const activity = await activityOf(ada);
    const line = activity.getByRole('listitem').filter({ hasText: 'wrote in' }).last();
    await line.getByText('First words', { exact: true }).hover();
    await line.getByRole('button', { name: /^Restore this value of/ }).click();
    const read = async () => (await text.read()).document;
    const isBack = (document: unknown) => !JSON.stringify(document).includes('and more');
    expect(await eventually(read, isBack)).toEqual(paragraphs('First words'));
  });

  it('web W24: of two edits at once the second is asked, the first sees that, and both are merged', async () => {
    const { id } = await place.addItem('Ship', { values: { [note]: 'Ship it' } });
    for (const page of [ada, bob]) await place.openItem(page, id);
    await place.bob.context.setOffline(true);
    await set(ada, 'Ship it today');
    await set(bob, 'Ship it by train');
    await shows(ada, 'Ship it today');
    await place.bob.context.setOffline(false);
    await panelOf(bob).getByRole('button', { name: 'Decide' }).click();
    await panelOf(ada).getByRole('button', { name: 'Being decided' }).waitFor();
    const dialog = bob.getByRole('dialog', { name: 'Which value of “Note” stays?' });
    await dialog.getByText('Ship it today').waitFor();
    await dialog.getByText('Ship it by train').waitFor();
    await dialog.getByRole('button', { name: 'Merge…' }).click();
    const merged = dialog.getByRole('textbox', { name: 'Merged value' });
    expect(await merged.inputValue()).toBe('Ship it today by train');
    await dialog.getByRole('button', { name: 'Use this' }).click();
    await shows(ada, 'Ship it today by train');
    await panelOf(ada)
      .getByRole('button', { name: 'Being decided' })
      .waitFor({ state: 'detached' });
    const activity = await activityOf(ada);
    await activity.getByText('decided Note: another value').waitFor();
    await activity.getByText('Ship it by train').first().waitFor();
  });

  it('web W24: what a third edit made of the standing value is what is decided about', async () => {
    const { id } = await place.addItem('Boat', { values: { [note]: 'Ship it' } });
    for (const page of [ada, bob]) await place.openItem(page, id);
    await place.bob.context.setOffline(true);
    await set(ada, 'Ship it today');
    await set(bob, 'Ship it by train');
    await place.bob.context.setOffline(false);
    await panelOf(bob).getByRole('button', { name: 'Decide' }).waitFor();
    await panelOf(ada).getByRole('button', { name: 'Being decided' }).waitFor();
    await set(ada, 'Ship it by air');
    await shows(bob, 'Ship it by air');
    await panelOf(bob).getByRole('button', { name: 'Decide' }).click();
    const dialog = bob.getByRole('dialog', { name: 'Which value of “Note” stays?' });
    await dialog.getByText('Ship it by air').waitFor();
    expect(await dialog.getByText('Ship it today').count()).toBe(0);
    await dialog.getByRole('button', { name: 'Keep theirs' }).click();
    await panelOf(bob).getByRole('button', { name: 'Decide' }).waitFor({ state: 'detached' });
    await shows(bob, 'Ship it by air');
  });

  it('web W24: a field that was only looked at takes nothing back, and words of both stay', async () => {
    const memo = (await place.addColumn('Memo', 'text')).id;
    const { id } = await place.addItem('Lorry', { values: { [memo]: 'Ship it' } });
    for (const page of [ada, bob]) await place.openItem(page, id);
    const memoOf = (page: Page) => editorOf(page, 'Memo');
    const arrived = (text: string) => bob.getByRole('gridcell').getByText(text).waitFor();
    const both = async (text: string) => {
      for (const page of [ada, bob]) {
        const read = () => memoOf(page).inputValue();
        expect(await eventually(read, (value) => value === text)).toBe(text);
      }
    };
    await memoOf(bob).click();
    await memoOf(ada).fill('Ship it today');
    await ada.keyboard.press('Enter');
    await arrived('Ship it today');
    await memoOf(bob).blur();
    await both('Ship it today');
    await memoOf(bob).click();
    await bob.keyboard.press('Home');
    await bob.keyboard.type('Please: ');
    await memoOf(ada).fill('Ship it today at noon');
    await ada.keyboard.press('Enter');
    await arrived('Ship it today at noon');
    await bob.keyboard.press('Enter');
    await both('Please: Ship it today at noon');
  });

  it('web W24: a title keeps the words of both, also of who goes back while typing', async () => {
    const { id } = await place.addItem('Van');
    await place.openItem(ada, id);
    await bob.goto(`/boards/${place.scene.boardId}`);
    await bob.getByRole('gridcell', { name: 'Van', exact: true }).hover();
    await bob.getByRole('button', { name: 'Open Van, 0 comments', exact: true }).click();
    await editorOf(bob, 'Title').press('End');
    await bob.keyboard.type(' of Bob');
    await editorOf(ada, 'Title').fill('Blue Van');
    await ada.keyboard.press('Enter');
    await bob.getByRole('gridcell').getByText('Blue Van').waitFor();
    await bob.goBack();
    const read = () => editorOf(ada, 'Title').inputValue();
    expect(await eventually(read, (title) => title === 'Blue Van of Bob')).toBe('Blue Van of Bob');
  });

  it('web W21: a field that another person is in has a ring in their colour, with their name', async () => {
    const { id } = await place.addItem('Ring', { values: { [note]: 'Ship it' } });
    for (const page of [ada, bob]) await place.openItem(page, id);
    await bob.mouse.move(5, 5);
    await field(ada).click();
    await panelOf(bob).getByText('Ada Lovelace', { exact: true }).first().waitFor();
    const rings = bob.locator('.person-hue');
    // Of the field in the panel, and of the cell in the table below it.
    await rings.nth(1).waitFor();
    for (const ring of await rings.all())
      expect(await ring.getByText('Ada Lovelace', { exact: true }).count()).toBe(1);
    // Not on one's own screen, nor in another tab of one's own.
    expect(await ada.locator('.person-hue').count()).toBe(0);
    await editorOf(ada, 'Title').click();
    const isAtTitle = () =>
      panelOf(bob)
        .locator('.person-hue')
        .filter({ has: bob.getByRole('textbox', { name: 'Title', exact: true }) })
        .count();
    expect(await eventually(isAtTitle, (count) => count === 1)).toBe(1);
    await ada.goto('/');
    await rings.first().waitFor({ state: 'detached' });
  });

  it('web W8: an edit of the title of an item shows in the panel of the other', async () => {
    const { id } = await place.addItem('Invoice');
    for (const page of [ada, bob]) await place.openItem(page, id);
    await editorOf(ada, 'Title').fill('Invoice sent');
    await ada.keyboard.press('Enter');
    const read = () => editorOf(bob, 'Title').inputValue();
    expect(await eventually(read, (title) => title === 'Invoice sent')).toBe('Invoice sent');
    expect(place.ada.problems.faults).toEqual([]);
  });
});
