import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import {
  editorOf,
  eventually,
  type ItemScene,
  openItemScene,
  panelOf,
} from './item-screen.fixture.ts';

/** What two people say about an item. */
describe.skipIf(!hasChromium)('comments of an item', { timeout: 120_000 }, () => {
  let place: ItemScene;
  let ada: Page;
  let bob: Page;
  let itemId: string;

  beforeAll(async () => {
    place = await openItemScene();
    ada = place.ada.page;
    bob = place.bob.page;
    itemId = (await place.addItem('Pack')).id;
    for (const page of [ada, bob]) await place.openItem(page, itemId);
  }, 120_000);
  afterAll(() => place?.app.stop());

  async function say(page: Page, text: string): Promise<void> {
    await editorOf(page, 'Comment').click();
    await page.keyboard.type(text);
    await page.keyboard.press('Control+Enter');
  }
  const commentIn = (page: Page, text: string) =>
    panelOf(page).getByRole('listitem').filter({ hasText: text });
  async function actOn(page: Page, text: string, act: string): Promise<void> {
    await commentIn(page, text).getByRole('button', { name: 'Actions for this comment' }).click();
    await page.getByRole('menuitem', { name: act }).click();
  }

  it('web W16: a comment with a mention arrives on the other screen', async () => {
    await editorOf(ada, 'Comment').click();
    await ada.keyboard.type('Please look, @bob');
    await ada.getByRole('option', { name: 'Bob Miner' }).waitFor();
    await ada.keyboard.press('Enter');
    await ada.keyboard.type('**now**');
    await ada.keyboard.press('Control+Enter');
    const arrived = commentIn(bob, 'Please look, @Bob Miner now');
    await arrived.getByText('Ada Lovelace').waitFor();
    const path = `/items/${itemId}/comments`;
    const { body } = await place.scene.as(place.scene.owner, 'GET', path);
    expect(body.data[0].body.blocks[0].inlines).toEqual([
      { kind: 'text', text: 'Please look, ' },
      { kind: 'mention', userId: place.scene.member.userId },
      { kind: 'text', text: ' ' },
      { kind: 'text', text: 'now', marks: ['bold'] },
    ]);
    expect(await editorOf(ada, 'Comment').textContent()).toBe('');
  });

  it('web W16: what was begun survives a reload, and is gone once it is sent', async () => {
    await editorOf(ada, 'Comment').click();
    await ada.keyboard.type('Half a thought');
    await ada.reload();
    await editorOf(ada, 'Comment').getByText('Half a thought').click();
    await ada.keyboard.press('Control+Enter');
    await commentIn(bob, 'Half a thought').waitFor();
    await ada.reload();
    await commentIn(ada, 'Half a thought').waitFor();
    expect(await editorOf(ada, 'Comment').textContent()).toBe('');
  });

  it('web W16: reactions are shared, and taken back by a second press', async () => {
    await say(ada, 'React to this');
    await commentIn(bob, 'React to this').getByRole('button', { name: 'React' }).click();
    await bob.getByRole('button', { name: 'React with 🎉' }).click();
    const reaction = commentIn(ada, 'React to this').getByRole('button', { name: /^🎉 1/ });
    await reaction.click();
    await commentIn(bob, 'React to this')
      .getByRole('button', { name: /^🎉 2/ })
      .click();
    await commentIn(ada, 'React to this')
      .getByRole('button', { name: '🎉 1, by Ada Lovelace' })
      .waitFor();
  });

  it('web W16: its author edits it where it stands; others cannot', async () => {
    await say(bob, 'First wording');
    await actOn(bob, 'First wording', 'Edit comment');
    await editorOf(bob, 'Edit comment').click();
    await bob.keyboard.press('Control+a');
    await bob.keyboard.type('Second wording');
    await bob.keyboard.press('Control+Enter');
    await commentIn(ada, 'Second wording').getByText('edited').waitFor();
    await commentIn(ada, 'Second wording')
      .getByRole('button', { name: 'Actions for this comment' })
      .click();
    await ada.getByRole('menuitem', { name: 'Copy link' }).waitFor();
    expect(await ada.getByRole('menuitem', { name: 'Edit comment' }).count()).toBe(0);
    await ada.keyboard.press('Escape');
  });

  it('web W6: a deleted comment comes back with Undo, on both screens', async () => {
    await say(ada, 'Gone too fast');
    await commentIn(bob, 'Gone too fast').waitFor();
    await actOn(ada, 'Gone too fast', 'Delete comment');
    await commentIn(bob, 'Gone too fast').waitFor({ state: 'detached' });
    await ada.getByRole('button', { name: 'Undo' }).click();
    await commentIn(bob, 'Gone too fast').waitFor();
    await commentIn(ada, 'Gone too fast').waitFor();
  });

  it('web W8: a link to a comment opens the item and shows it', async () => {
    await say(ada, 'Linked to');
    await actOn(ada, 'Linked to', 'Copy link');
    const read = () => ada.evaluate(() => navigator.clipboard.readText());
    const link = await eventually(read, (text) => text.includes('#comment-'));
    for (let count = 0; count < 12; count += 1) await say(ada, `Later ${count}`);
    await commentIn(ada, 'Later 11').waitFor();
    await bob.goto('about:blank');
    await bob.goto(link);
    await commentIn(bob, 'Linked to').waitFor();
    const isInSight = () =>
      commentIn(bob, 'Linked to').evaluate((line) => {
        const { top, bottom } = line.getBoundingClientRect();
        return top >= 0 && bottom <= window.innerHeight;
      });
    expect(await eventually(isInSight, Boolean)).toBe(true);
    expect(place.ada.problems.faults).toEqual([]);
    expect(place.bob.problems.faults).toEqual([]);
  });
});
