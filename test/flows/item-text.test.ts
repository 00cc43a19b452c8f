import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import {
  editorOf,
  eventually,
  type ItemScene,
  openItemScene,
  panelOf,
  textIn,
} from './item-screen.fixture.ts';
import { textOf } from './long-texts.fixture.ts';

/** A long text of an item, written in two browsers. */
describe.skipIf(!hasChromium)('the text editor', { timeout: 120_000 }, () => {
  let place: ItemScene;
  let field: string;

  beforeAll(async () => {
    place = await openItemScene();
    field = (await place.addColumn('Notes', 'longText')).id;
  }, 120_000);
  afterAll(() => place?.app.stop());
  afterEach(() => place?.ada.context.setOffline(false));

  /** Both have the text of a new item open; `lines` stand in it. */
  async function openBoth(lines: readonly string[]) {
    const { id } = await place.addItem('With notes');
    const text = textOf(place.scene, id, field);
    await text.replace({
      blocks: lines.map((line) => ({
        kind: 'paragraph',
        inlines: line === '' ? [] : [{ kind: 'text', text: line }],
      })),
    });
    for (const { page } of [place.ada, place.bob]) await place.openItem(page, id);
    const [ada, bob] = [editorOf(place.ada.page, 'Notes'), editorOf(place.bob.page, 'Notes')];
    await Promise.all([ada.waitFor(), bob.waitFor()]);
    return { id, text, ada, bob };
  }

  /** Waits until the editors show a text. */
  async function expectText(wanted: string, ...editors: readonly Locator[]) {
    for (const editor of editors)
      expect(
        await eventually(
          () => textIn(editor),
          (shown) => shown === wanted,
        ),
      ).toBe(wanted);
  }

  /** Types where `key` leads to from a press on a text. */
  async function typeAt(at: Locator, key: 'Home' | 'End', text: string) {
    const { keyboard } = at.page();
    await at.click();
    await keyboard.press(key);
    await keyboard.type(text);
  }

  const blocksOf = async (text: ReturnType<typeof textOf>) =>
    ((await text.read()).document as { blocks: object[] }).blocks;

  it('web W16, live L21: two who type at once see the same text, and each where the other is', async () => {
    const { text, ada, bob } = await openBoth(['first', 'second']);
    await ada.getByText('first').click();
    await place.ada.page.keyboard.press('End');
    await bob.getByText('second').click();
    await place.bob.page.keyboard.press('End');
    await Promise.all([
      place.ada.page.keyboard.type(' by Ada, by Ada', { delay: 20 }),
      place.bob.page.keyboard.type(' by Bob, by Bob', { delay: 20 }),
    ]);
    const both = 'first by Ada, by Ada\nsecond by Bob, by Bob';
    await expectText(both, ada, bob);
    const saved = await eventually(
      () => blocksOf(text),
      (blocks) => JSON.stringify(blocks).includes('by Bob, by Bob'),
    );
    expect(saved).toHaveLength(2);
    await ada.locator('.remote-caret-name').getByText('Bob Miner').waitFor();
    await bob.locator('.remote-caret-name').getByText('Ada Lovelace').waitFor();
  });

  it('web W16: what one selects shows to the other, in the colour of the caret', async () => {
    const { ada, bob } = await openBoth(['one two three']);
    await bob.getByText('one two').dblclick({ position: { x: 5, y: 8 } });
    const selected = ada.locator('.remote-selection');
    await selected.filter({ hasText: /^\s*one\s*$/ }).waitFor();
    const looks = await ada
      .locator('.remote-selection, .remote-caret')
      .evaluateAll((marks) => marks.map((mark) => (mark as HTMLElement).style.cssText));
    expect(new Set(looks).size).toBe(1);
    await place.bob.page.keyboard.press('End');
    await selected.first().waitFor({ state: 'detached' });
    await ada.locator('.remote-caret-name').getByText('Bob Miner').waitFor();
  });

  it('web W16: two in one word lose nothing', async () => {
    const { ada, bob } = await openBoth(['ab']);
    for (const [device, editor, keys] of [
      [place.ada, ada, []],
      [place.bob, bob, ['ArrowRight']],
    ] as const) {
      await editor.click();
      await device.page.keyboard.press('Home');
      for (const key of keys) await device.page.keyboard.press(key);
    }
    await Promise.all([
      place.ada.page.keyboard.type('11111', { delay: 30 }),
      place.bob.page.keyboard.type('22222', { delay: 30 }),
    ]);
    await expectText('11111a22222b', ada, bob);
  });

  it('web W6, W16: undo takes back what was typed here, never what another typed', async () => {
    const { ada, bob } = await openBoth(['']);
    await ada.click();
    await place.ada.page.keyboard.type('mine');
    await bob.getByText('mine').waitFor();
    await typeAt(bob, 'End', ' theirs');
    await ada.getByText('mine theirs').waitFor();
    await place.ada.page.keyboard.press('Control+z');
    await expectText(' theirs', bob);
    await place.ada.page.keyboard.press('Control+Shift+z');
    await expectText('mine theirs', bob);
  });

  it('web W16: Markdown, a list, a quote, code and a mention become what the server keeps', async () => {
    const { text, ada } = await openBoth(['']);
    const { keyboard } = place.ada.page;
    await ada.click();
    await keyboard.type('a **bold** and *slanted* and `code` word');
    await keyboard.press('Enter');
    await keyboard.type('- one');
    await keyboard.press('Enter');
    await keyboard.type('two');
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    await keyboard.type('> said');
    await keyboard.press('Enter');
    await keyboard.type('for @bob');
    await place.ada.page.getByRole('option', { name: 'Bob Miner' }).waitFor();
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    await keyboard.type('/code');
    await place.ada.page.getByRole('option', { name: 'Code block' }).waitFor();
    await keyboard.press('Enter');
    await keyboard.type('let x');
    const wanted = [
      {
        kind: 'paragraph',
        inlines: [
          { kind: 'text', text: 'a ' },
          { kind: 'text', text: 'bold', marks: ['bold'] },
          { kind: 'text', text: ' and ' },
          { kind: 'text', text: 'slanted', marks: ['italic'] },
          { kind: 'text', text: ' and ' },
          { kind: 'text', text: 'code', marks: ['code'] },
          { kind: 'text', text: ' word' },
        ],
      },
      {
        kind: 'bullets',
        items: [[{ kind: 'text', text: 'one' }], [{ kind: 'text', text: 'two' }]],
      },
      { kind: 'quote', inlines: [{ kind: 'text', text: 'said' }] },
      {
        kind: 'paragraph',
        inlines: [
          { kind: 'text', text: 'for ' },
          { kind: 'mention', userId: place.scene.member.userId },
          { kind: 'text', text: ' ' },
        ],
      },
      { kind: 'code', text: 'let x' },
    ];
    const isSaved = (blocks: object[]) => JSON.stringify(blocks) === JSON.stringify(wanted);
    expect(await eventually(() => blocksOf(text), isSaved)).toEqual(wanted);
  });

  it('web W16: an address pasted over words links them; what is pasted from a page keeps its formats', async () => {
    const { text, ada } = await openBoth(['see this']);
    const { page } = place.ada;
    await ada.getByText('see this').dblclick({ position: { x: 40, y: 8 } });
    await paste(page, { 'text/plain': 'https://example.test/plan' });
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await paste(page, {
      'text/html':
        '<h2>Title</h2><ul><li><p>a <b>b</b></p></li></ul><script>alert(1)</script><p><a href="javascript:alert(1)">no</a></p>',
    });
    const saved = await eventually(
      () => blocksOf(text),
      (blocks) => JSON.stringify(blocks).includes('"no"'),
    );
    expect(saved).toEqual([
      {
        kind: 'paragraph',
        inlines: [
          { kind: 'text', text: 'see ' },
          { kind: 'text', text: 'this', href: 'https://example.test/plan' },
        ],
      },
      { kind: 'paragraph', inlines: [{ kind: 'text', text: 'Title' }] },
      {
        kind: 'bullets',
        items: [
          [
            { kind: 'text', text: 'a ' },
            { kind: 'text', text: 'b', marks: ['bold'] },
          ],
        ],
      },
      { kind: 'paragraph', inlines: [{ kind: 'text', text: 'no' }] },
    ]);
    expect(place.ada.problems.faults).toEqual([]);
  });

  it('web W23, W30: what is written offline is kept, and both have it once the line is back', async () => {
    const { ada, bob } = await openBoth(['start']);
    await place.ada.context.setOffline(true);
    await typeAt(ada, 'End', ' offline words');
    await typeAt(bob, 'Home', 'Meanwhile: ');
    await place.ada.context.setOffline(false);
    const both = 'Meanwhile: start offline words';
    await expectText(both, ada, bob);
  });

  it('web W25, live L21: a text beyond 1 MB is refused with the reason, and is there to be copied', async () => {
    const { text, ada, bob } = await openBoth(['kept']);
    await ada.click();
    await place.ada.page.keyboard.press('Control+End');
    await paste(place.ada.page, { 'text/plain': ` ${'too long '.repeat(125_000)}` });
    const alert = panelOf(place.ada.page).getByRole('alert');
    await alert.getByText('What you typed was not saved').waitFor();
    await alert.getByText(/1 MB/).waitFor();
    await expectText('kept', ada);
    await alert.getByRole('button', { name: 'Copy my text' }).click();
    const copied = await place.ada.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toHaveLength(1_125_005);
    // The editor goes on with what the server has.
    await typeAt(ada, 'End', ' and short');
    await bob.getByText('kept and short').waitFor();
    expect(JSON.stringify(await blocksOf(text))).toContain('kept and short');
  });

  it('web W16: who may only read sees the text and what others write in it', async () => {
    const { id, ada } = await openBoth(['to be read']);
    const { scene } = place;
    const path = `/boards/${scene.boardId}/members/${scene.guest.userId}`;
    const named = await scene.as(scene.owner, 'PUT', path, { level: 'viewer' });
    expect(named.status).toBe(200);
    const reader = await place.openDevice(scene.guest);
    await place.openItem(reader.page, id);
    const text = editorOf(reader.page, 'Notes');
    await text.getByText('to be read').waitFor();
    expect(await text.getAttribute('contenteditable')).toBe('false');
    await typeAt(ada, 'End', ' live');
    await text.getByText('to be read live').waitFor();
    await reader.context.close();
  });
});

/** Pastes by the event, since a test has no other program to copy from. */
async function paste(
  page: ItemScene['ada']['page'],
  data: Readonly<Record<string, string>>,
): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    for (const [type, text] of Object.entries(pasted)) clipboardData.setData(type, text);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  }, data);
}
