import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import type { Person } from '../harness/people.ts';
import { cellOf, pillOf, rowOf } from './board-screen.fixture.ts';
import { type ItemScene, openItemScene } from './item-screen.fixture.ts';
import { dialogOf, submitForm } from './screens.fixture.ts';

/** A session that is ended from elsewhere while edits wait. */
describe.skipIf(!hasChromium)('a board whose session ends', { timeout: 120_000 }, () => {
  let place: ItemScene;

  beforeAll(async () => {
    place = await openItemScene();
    await place.addItem('Pack');
  }, 120_000);
  afterAll(() => place?.app.stop());

  const titles = async () => {
    const { scene } = place;
    const { body } = await scene.as(scene.owner, 'GET', `/boards/${scene.boardId}/snapshot`);
    return body.data.items.map((item: { values: { title: string } }) => item.values.title);
  };

  /** Writes an edit that waits, ends all sessions in browsers, and brings the line back. */
  async function endWithEdit(page: Page, person: Person, [from, to]: [string, string]) {
    const { scene } = place;
    await page.goto(`/boards/${scene.boardId}`);
    await pillOf(page, 'Saved').waitFor();
    await page.context().setOffline(true);
    await pillOf(page, /^Offline/).waitFor();
    await cellOf(page, from, 'Item').click();
    await page.keyboard.type(to);
    await page.keyboard.press('Enter');
    await pillOf(page, 'Offline – 1 waiting').waitFor();
    const { body } = await scene.as(person, 'GET', '/account/sessions');
    for (const { id, isCurrent } of body.data)
      if (!isCurrent) await scene.as(person, 'DELETE', `/account/sessions/${id}`);
    await page.context().setOffline(false);
    const dialog = dialogOf(page, 'Your session ended');
    await dialog.waitFor();
    expect(await titles()).toContain(from);
    return dialog;
  }

  it('web W27: the sign-in lies over the page, and what waited goes out for the same person', async () => {
    const { page } = place.ada;
    const { owner } = place.scene;
    const dialog = await endWithEdit(page, owner, ['Pack', 'Pack the boxes']);
    await submitForm(dialog, { Password: owner.password }, 'Log in');
    await dialog.waitFor({ state: 'detached' });
    await pillOf(page, 'Saved').waitFor();
    await rowOf(page, 'Pack the boxes').waitFor();
    expect(await titles()).toEqual(['Pack the boxes']);
  });

  it('web W27, W30: another person who signs in there gets neither the edits nor the copies', async () => {
    const { page } = place.bob;
    const { owner, member } = place.scene;
    const dialog = await endWithEdit(page, member, ['Pack the boxes', 'Written by Bob']);
    const { email, password } = owner;
    await submitForm(dialog, { 'E-mail': email, Password: password }, 'Log in');
    await page.getByRole('button', { name: 'Account menu of Ada Lovelace' }).waitFor();
    await page.goto(`/boards/${place.scene.boardId}`);
    await pillOf(page, 'Saved').waitFor();
    await rowOf(page, 'Pack the boxes').waitFor();
    expect(await titles()).toEqual(['Pack the boxes']);
    expect(await page.getByText('Written by Bob').count()).toBe(0);
  });
});
