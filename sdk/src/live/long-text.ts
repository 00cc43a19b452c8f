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
  /**
   * `send` keeps its order and stores what it takes: after this, what was typed since goes out although an update is
   * still without an answer, so that offline no more than that is lost with the page.
   */
  impatientAfterMs?: number;
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
  /** The document that is being read in the place of a refused one; others write into both meanwhile. */
  let coming: Y.Doc | null = null;
  let isClosing = false;
  const { clock = systemClock } = link;
  const sender = createSender(link, async (message) => {
    // Yjs takes nothing back: what the server does not have can only be left out of a document of its own. Until that
    // is read, the text stays as it is: one that nobody hears would lose what is typed into it.
    const next = new Y.Doc();
    coming = next;
    const tryToRead = () => succeeds(read(next));
    if (!(await repeatUntil(tryToRead, { clock, isOver: () => isClosing }))) return;
    const refused = doc;
    doc = next;
    coming = null;
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
      if (update === null) return read(doc);
      Y.applyUpdate(doc, update, remote);
      if (coming !== null) Y.applyUpdate(coming, update, remote);
    },
    flush: () => sender.flush(),
    async close() {
      isClosing = true;
      await sender.close();
      doc.destroy();
    },
  };
  await read(doc);
  return text;
}

function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}

/** Repeats until it succeeds; false when it did not before it is over. */
async function repeatUntil(
  attempt: () => Promise<boolean>,
  { clock, isOver }: { clock: Clock; isOver: () => boolean },
): Promise<boolean> {
  for (;;) {
    if (await attempt()) return true;
    if (isOver()) return false;
    await new Promise<void>((resolve) => void clock.after(RETRY_AFTER_MS, resolve));
  }
}

interface Sender {
  add(update: Uint8Array): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

interface SendState {
  link: LongTextLink;
  startAnew: (message: string) => Promise<void>;
  waiting: Uint8Array[];
  refusals: number;
  /** Another document is being read: what is typed meanwhile builds on what was refused. */
  isStartingAnew: boolean;
}

/** True when the server answered; what could not be sent waits again, before what was added since. */
async function sendWaiting(state: SendState): Promise<boolean> {
  const { link, startAnew, refusals } = state;
  const update = Y.mergeUpdates(state.waiting);
  state.waiting = [];
  const sent = await link.send(update).catch((): TextSent => ({ kind: 'retry' }));
  // It belongs to a document that was left.
  if (state.refusals !== refusals) return true;
  if (sent.kind === 'retry') state.waiting.unshift(update);
  if (sent.kind !== 'refused') return sent.kind === 'done';
  state.refusals += 1;
  state.isStartingAnew = true;
  await startAnew(sent.message);
  state.isStartingAnew = false;
  state.waiting = [];
  return true;
}

/** Sends updates in order, one at a time unless the link stores them; what was added since goes as one. */
function createSender(link: LongTextLink, startAnew: SendState['startAnew']): Sender {
  const { onWaiting, impatientAfterMs, clock = systemClock } = link;
  const state: SendState = { link, startAnew, waiting: [], refusals: 0, isStartingAnew: false };
  let sending: Promise<void> | null = null;
  let unanswered = 0;
  let stopTimer: (() => void) | null = null;
  let isClosed = false;
  const stopWaiting = () => {
    stopTimer?.();
    stopTimer = null;
  };
  const plan = (delayMs: number) => {
    if (stopTimer !== null || isClosed) return;
    if (sending === null) stopTimer = clock.after(delayMs, () => void flush());
    else if (impatientAfterMs !== undefined)
      stopTimer = clock.after(impatientAfterMs, () => void flush(true));
  };
  const sendAll = async () => {
    unanswered += 1;
    const isAnswered = await sendWaiting(state);
    unanswered -= 1;
    if (unanswered === 0) {
      sending = null;
      // The longer wait was for the answer.
      stopWaiting();
    }
    if (state.waiting.length > 0) plan(isAnswered ? SEND_EVERY_MS : RETRY_AFTER_MS);
    else if (sending === null) onWaiting?.(false);
  };
  const flush = async (isImpatient = false): Promise<void> => {
    stopWaiting();
    const maySend = sending === null || (isImpatient && !state.isStartingAnew);
    if (state.waiting.length > 0 && maySend) sending = sendAll();
    await sending;
  };
  return {
    add(update) {
      state.waiting.push(update);
      if (state.waiting.length === 1 && sending === null) onWaiting?.(true);
      plan(SEND_EVERY_MS);
    },
    flush: () => flush(),
    async close() {
      await flush(impatientAfterMs !== undefined);
      // Once more for what was typed while the last one was on its way.
      await flush();
      isClosed = true;
      stopTimer?.();
    },
  };
}
