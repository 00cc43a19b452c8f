import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { openLongText, type LongText, type LongTextLink, type TextSent } from './long-text.ts';
import type { Clock } from './clock.ts';

/** A clock that a test turns on. */
function createHandClock() {
  let nowMs = 0;
  const timers = new Set<{ atMs: number; work: () => void }>();
  const clock: Clock = {
    nowMs: () => nowMs,
    after(delayMs, work) {
      const timer = { atMs: nowMs + delayMs, work };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    random: () => 0,
  };
  const advance = async (ms: number) => {
    nowMs += ms;
    for (const timer of timers) {
      if (timer.atMs > nowMs) continue;
      timers.delete(timer);
      timer.work();
    }
    await settle();
  };
  return { clock, advance };
}

/** Everything that is ready to run has run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A server that holds one text and answers as it is told. */
function createServer() {
  const doc = new Y.Doc();
  const sent: Uint8Array[] = [];
  const answers: (TextSent | Error)[] = [];
  const link: Pick<LongTextLink, 'load' | 'send'> = {
    load: () => Promise.resolve(Y.encodeStateAsUpdate(doc)),
    async send(update) {
      sent.push(update);
      await settle();
      const answer = answers.shift() ?? { kind: 'done' };
      if (answer instanceof Error) throw answer;
      if (answer.kind === 'done') Y.applyUpdate(doc, update);
      return answer;
    },
  };
  return { doc, sent, answers, link };
}

function write({ content }: LongText, line: string): void {
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText(line)]);
  content.insert(content.length, [paragraph]);
}

function linesOf(doc: Y.Doc): string[] {
  const blocks = doc.getXmlFragment('content').toArray() as Y.XmlElement[];
  return blocks.map((block) => (block.get(0) as Y.XmlText).toJSON());
}

async function openScene(extra: Partial<LongTextLink> = {}) {
  const server = createServer();
  const { clock, advance } = createHandClock();
  const refused: string[] = [];
  const waits: boolean[] = [];
  const text = await openLongText({
    ...server.link,
    clock,
    onRefused: (message) => void refused.push(message),
    onWaiting: (isWaiting) => void waits.push(isWaiting),
    ...extra,
  });
  return { server, advance, text, refused, waits };
}

describe('live L21: a long text on the client', () => {
  it('sends what was typed within 250 ms as one update', async () => {
    const { server, advance, text, waits } = await openScene();
    write(text, 'one');
    write(text, 'two');
    await advance(249);
    expect(server.sent).toHaveLength(0);
    await advance(1);
    await settle();
    expect(server.sent).toHaveLength(1);
    expect(linesOf(server.doc)).toEqual(['one', 'two']);
    expect(waits).toEqual([true, false]);
  });

  it('sends one update at a time, and what was typed meanwhile after it', async () => {
    const { server, advance, text } = await openScene();
    write(text, 'one');
    await advance(250);
    write(text, 'two');
    await advance(0);
    expect(server.sent).toHaveLength(1);
    await settle();
    await advance(250);
    await settle();
    expect(server.sent).toHaveLength(2);
    expect(linesOf(server.doc)).toEqual(['one', 'two']);
  });

  it('sends again what could not be sent, together with what was typed since', async () => {
    const { server, advance, text, waits } = await openScene();
    server.answers.push({ kind: 'retry' }, new Error('away'));
    write(text, 'one');
    await text.flush();
    write(text, 'two');
    await advance(1_000);
    await settle();
    await advance(1_000);
    await settle();
    expect(server.sent).toHaveLength(3);
    expect(linesOf(server.doc)).toEqual(['one', 'two']);
    expect(waits).toEqual([true, false]);
  });

  it('takes what others type without sending it back', async () => {
    const { server, advance, text } = await openScene();
    const other = await openLongText({ ...server.link, onRefused: () => undefined });
    write(other, 'theirs');
    await other.close();
    await text.applyRemote(server.sent[0] ?? null);
    await text.applyRemote(server.sent[0] ?? null);
    expect(linesOf(text.doc)).toEqual(['theirs']);
    await advance(1_000);
    expect(server.sent).toHaveLength(1);
  });

  it('reads a large change anew, and keeps what waits', async () => {
    const { server, text } = await openScene();
    const other = await openLongText({ ...server.link, onRefused: () => undefined });
    write(other, 'theirs');
    await other.close();
    write(text, 'mine');
    await text.applyRemote(null);
    await text.flush();
    expect(linesOf(text.doc).toSorted()).toEqual(['mine', 'theirs']);
    expect(linesOf(server.doc)).toEqual(linesOf(text.doc));
    // Told once more, it is not sent twice.
    write(text, 'end');
    await text.flush();
    expect(server.sent).toHaveLength(3);
  });

  it('goes on with the server’s text after a refusal, without what was refused or typed upon it', async () => {
    const { server, text, refused } = await openScene();
    write(text, 'kept');
    await text.flush();
    server.answers.push({ kind: 'refused', message: 'Too long' });
    write(text, 'refused');
    const before = text.doc;
    const flushed = text.flush();
    write(text, 'upon it');
    await flushed;
    expect(refused).toEqual(['Too long']);
    expect(text.doc).not.toBe(before);
    expect(linesOf(text.doc)).toEqual(['kept']);
    write(text, 'next');
    await text.close();
    expect(linesOf(server.doc)).toEqual(['kept', 'next']);
  });

  it('web W23: keeps the text, and what is typed into it, until the server’s can be read after a refusal', async () => {
    let isAway = false;
    const server = createServer();
    const { text, refused, advance } = await openScene({
      send: server.link.send,
      load: () => (isAway ? Promise.reject(new Error('away')) : server.link.load()),
    });
    isAway = true;
    server.answers.push({ kind: 'refused', message: 'Given up' });
    const before = text.doc;
    write(text, 'refused');
    const flushed = text.flush();
    await settle();
    await settle();
    write(text, 'upon it');
    await advance(1_000);
    expect([text.doc === before, refused]).toEqual([true, []]);
    expect(linesOf(text.doc)).toEqual(['refused', 'upon it']);
    isAway = false;
    await advance(1_000);
    await flushed;
    expect(refused).toEqual(['Given up']);
    write(text, 'next');
    await text.close();
    expect(linesOf(server.doc)).toEqual(['next']);
  });

  it('loses nothing that another person writes while the text is read anew', async () => {
    const server = createServer();
    let answer: (() => void) | undefined;
    let isSlow = false;
    const { text } = await openScene({
      send: server.link.send,
      load: async () => {
        const read = await server.link.load();
        if (isSlow) await new Promise<void>((resolve) => (answer = resolve));
        return read;
      },
    });
    isSlow = true;
    server.answers.push({ kind: 'refused', message: 'Too long' });
    write(text, 'refused');
    const flushed = text.flush();
    await vi.waitFor(() => expect(answer).toBeDefined());
    // Written after the server's answer was made, and heard before it came.
    const theirs = new Y.Doc();
    const block = new Y.XmlElement('paragraph');
    block.insert(0, [new Y.XmlText('theirs')]);
    theirs.getXmlFragment('content').insert(0, [block]);
    await text.applyRemote(Y.encodeStateAsUpdate(theirs));
    answer?.();
    await flushed;
    expect(linesOf(text.doc)).toEqual(['theirs']);
  });

  it('sends what was typed last when it is closed', async () => {
    const { server, text } = await openScene();
    write(text, 'one');
    const flushed = text.flush();
    write(text, 'two');
    await Promise.all([flushed, text.close()]);
    expect(linesOf(server.doc)).toEqual(['one', 'two']);
  });

  it('web W16: over a link that stores, what is typed offline goes out every few seconds', async () => {
    const sent: Uint8Array[] = [];
    const answers: (() => void)[] = [];
    const { advance, text, waits } = await openScene({
      impatientAfterMs: 5_000,
      send(update) {
        sent.push(update);
        return new Promise((resolve) => answers.push(() => resolve({ kind: 'done' })));
      },
    });
    write(text, 'one');
    await advance(250);
    write(text, 'two');
    await advance(4_999);
    expect(sent).toHaveLength(1);
    await advance(1);
    expect(sent).toHaveLength(2);
    for (const answer of answers) answer();
    await settle();
    expect(waits).toEqual([true, false]);
    // Once the answers are there, the usual pace is back.
    write(text, 'three');
    await advance(250);
    expect(sent).toHaveLength(3);
  });

  it('web W16: an answer ends the long wait for it', async () => {
    const { server, advance, text } = await openScene({ impatientAfterMs: 5_000 });
    write(text, 'one');
    await advance(250);
    write(text, 'two');
    await settle();
    await advance(250);
    await settle();
    expect(linesOf(server.doc)).toEqual(['one', 'two']);
  });
});
