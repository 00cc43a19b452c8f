import type { Client } from '../client.ts';
import type { LiveBoard, TextChange } from './live-board-types.ts';
import { openLongText, type LongText, type TextSent } from './long-text.ts';

/** Bytes of an update that go over the live connection; as base64 with its frame it stays below the largest message. */
const MAX_LIVE_BYTES = 131_072;
/** Offline, what was typed is stored this often. */
const STORE_EVERY_MS = 5_000;
/** A large update that could not be sent comes again after this. */
const RETRY_AFTER_MS = 2_000;

/** Which long text, and who hears of it. */
export interface BoardTextParts {
  board: LiveBoard;
  client: Pick<Client, 'texts'>;
  itemId: string;
  /** Id of a long text column. */
  field: string;
  /** The server refused what was typed: `text` holds another document now. */
  onRefused(message: string, text: LongText): void;
  onWaiting?(isWaiting: boolean): void;
}

/**
 * Opens a long text of a live board: what is typed goes through the board's own queue, so that it waits offline and
 * survives the page; what others type comes in. Rejects when the text cannot be read.
 */
export async function openBoardText(parts: BoardTextParts): Promise<LongText> {
  const { board, client, itemId, field } = parts;
  const early: (TextChange | null)[] = [];
  const held: { text?: LongText } = {};
  const hear = (change: TextChange | null) => {
    if (change !== null && (change.itemId !== itemId || change.field !== field)) return;
    if (held.text === undefined) early.push(change);
    else void apply(held.text, change);
  };
  const stop = board.subscribeTexts(hear);
  const opened = await openLongText({
    load: async () => {
      const read = await client.texts.getState({ itemId, field });
      if (!read.ok) throw new Error(read.error.message);
      return fromBase64(read.data.state);
    },
    send: createSend(parts),
    onRefused: parts.onRefused,
    impatientAfterMs: STORE_EVERY_MS,
    ...(parts.onWaiting && { onWaiting: parts.onWaiting }),
  }).catch((error: unknown) => {
    stop();
    throw error;
  });
  held.text = opened;
  for (const change of early) await apply(opened, change);
  return {
    get doc() {
      return opened.doc;
    },
    get content() {
      return opened.content;
    },
    applyRemote: opened.applyRemote,
    flush: opened.flush,
    close() {
      stop();
      return opened.close();
    },
  };
}

/** A text that could not be read anew is read with the next snapshot. */
async function apply(text: LongText, change: TextChange | null): Promise<void> {
  const update = change?.update ?? null;
  await text.applyRemote(update === null ? null : fromBase64(update)).catch(() => undefined);
}

/** Updates in their order: small ones by the board's queue, large ones by REST, for which the later ones wait. */
function createSend({ board, client, itemId, field }: BoardTextParts) {
  let large: Promise<unknown> = Promise.resolve();
  let small: Promise<unknown> = Promise.resolve();
  const sendSmall = async (update: string): Promise<TextSent> => {
    const call = { op: 'texts.update', input: { itemId, field, update } } as const;
    const outcome = await board.mutate(call).done;
    if (outcome.kind === 'done') return { kind: 'done' };
    // The tab's own limit, not the server's word: what was typed stays and comes again.
    if (outcome.error.code === 'QUEUE_FULL') return { kind: 'retry' };
    return { kind: 'refused', message: readReason(outcome.error) };
  };
  const sendLarge = async (update: string): Promise<TextSent> => {
    for (;;) {
      const sent = await client.texts.update({ itemId, field, update });
      if (sent.ok) return { kind: 'done' };
      const isFinal = sent.error.status >= 400 && sent.error.status < 500;
      if (isFinal && sent.error.status !== 429)
        return { kind: 'refused', message: readReason(sent.error) };
      await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
    }
  };
  return (bytes: Uint8Array): Promise<TextSent> => {
    const update = toBase64(bytes);
    if (bytes.byteLength > MAX_LIVE_BYTES) {
      const sent = Promise.all([large, small]).then(() => sendLarge(update));
      large = sent;
      return sent;
    }
    const sent = large.then(() => sendSmall(update));
    small = sent;
    return sent;
  };
}

/** The first problem of the field, which says more than the error as a whole. */
function readReason({ message, details }: { message: string; details?: unknown }): string {
  const { fields } = (details ?? {}) as { fields?: readonly { message: string }[] };
  return fields?.[0]?.message ?? message;
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8_192)
    binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
