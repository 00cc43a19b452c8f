import * as Y from 'yjs';
import type { textLimits } from '@boardwire/contract/texts';
import { systemClock, type Clock } from './clock.ts';

/** The contract's figure; its literal type makes a difference a type error. */
const SEND_EVERY_MS: (typeof textLimits)['sendEveryMs'] = 250;
/** An update that could not be sent comes again after this. */
const RETRY_AFTER_MS = 1_000;
/** The root that the server knows; an editor binds to it. */
const ROOT = 'content';

/** What became of an update: committed; not now, to be sent again; or refused for good. */
export type TextSent = { kind: 'done' } | { kind: 'retry' } | { kind: 'refused'; message: string };

/** How a long text reaches the server; none of it needs to know Yjs. */
export interface LongTextLink {
  /** `texts.getState`, decoded. */
  load(): Promise<Uint8Array>;
  /** `texts.update`. Sends bytes beyond a live frame by REST. A rejection counts as `retry`. */
  send(update: Uint8Array): Promise<TextSent>;
  /** The server refused what was typed: `text` holds another document now, for the editor to bind to. */
  onRefused(message: string, text: LongText): void;
  /** Something waits to be sent, or nothing does any more: guard the page's unload with it. */
  onWaiting?(isWaiting: boolean): void;
  clock?: Clock;
}

/** A long text that is open (live L21). */
export interface LongText {
  /** The document at the moment; another one after a refusal. */
  readonly doc: Y.Doc;
  /** Its content: `paragraph`, `quote`, `codeBlock`, and `bullets` or `numbers` of `item`; `mention` within a line. */
  readonly content: Y.XmlFragment;
  /** Takes the update of a `text.updated` event, one's own included; null reads the whole text anew, and rejects when that fails. */
  applyRemote(update: Uint8Array | null): Promise<void>;
  /** Sends what waits at once; resolves when it is answered, or could not be sent now. */
  flush(): Promise<void>;
  /** Sends what waits, then forgets the text. */
  close(): Promise<void>;
}

/** Opens a long text: collects what is typed for 250 ms, sends it as one update, one update at a time. */
export async function openLongText(link: LongTextLink): Promise<LongText> {
  const remote = Symbol('remote');
  let doc = new Y.Doc();
  const sender = createSender(link, async (message) => {
    // Yjs takes nothing back: what the server does not have can only be left out of a document of its own.
    const refused = doc;
    doc = new Y.Doc();
    await read(doc);
    link.onRefused(message, text);
    refused.destroy();
  });
  const read = async (into: Y.Doc) => {
    Y.applyUpdate(into, await link.load(), remote);
    into.off('update', collect);
    into.on('update', collect);
  };
  const collect = (update: Uint8Array, origin: unknown, { guid }: Y.Doc) => {
    if (origin !== remote && guid === doc.guid) sender.add(update);
  };
  const text: LongText = {
    get doc() {
      return doc;
    },
    get content() {
      return doc.getXmlFragment(ROOT);
    },
    async applyRemote(update) {
      if (update === null) await read(doc);
      else Y.applyUpdate(doc, update, remote);
    },
    flush: () => sender.flush(),
    async close() {
      await sender.close();
      doc.destroy();
    },
  };
  await read(doc);
  return text;
}

interface Sender {
  add(update: Uint8Array): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Sends updates in order, one at a time; what was added since goes as one. */
function createSender(
  { send, onWaiting, clock = systemClock }: LongTextLink,
  startAnew: (message: string) => Promise<void>,
): Sender {
  let waiting: Uint8Array[] = [];
  let sending: Promise<void> | null = null;
  let stopTimer: (() => void) | null = null;
  let isClosed = false;
  const plan = (delayMs: number) => {
    if (stopTimer === null && sending === null && !isClosed)
      stopTimer = clock.after(delayMs, () => void flush());
  };
  /** True when the server answered; what could not be sent waits again, before what was added since. */
  const sendWaiting = async (): Promise<boolean> => {
    const update = Y.mergeUpdates(waiting);
    waiting = [];
    const sent = await send(update).catch((): TextSent => ({ kind: 'retry' }));
    if (sent.kind === 'retry') waiting.unshift(update);
    if (sent.kind !== 'refused') return sent.kind === 'done';
    // What was typed since builds on what was refused.
    waiting = [];
    await startAnew(sent.message);
    return true;
  };
  const sendAll = async () => {
    const isAnswered = await sendWaiting();
    sending = null;
    if (waiting.length === 0) onWaiting?.(false);
    else plan(isAnswered ? SEND_EVERY_MS : RETRY_AFTER_MS);
  };
  const flush = async (): Promise<void> => {
    stopTimer?.();
    stopTimer = null;
    if (waiting.length > 0) sending ??= sendAll();
    await sending;
  };
  return {
    add(update) {
      waiting.push(update);
      if (waiting.length === 1 && sending === null) onWaiting?.(true);
      plan(SEND_EVERY_MS);
    },
    flush,
    async close() {
      await flush();
      // Once more for what was typed while the last one was on its way.
      await flush();
      isClosed = true;
      stopTimer?.();
    },
  };
}
