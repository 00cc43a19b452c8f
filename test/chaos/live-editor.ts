import { setTimeout as sleep } from 'node:timers/promises';
import { applyBoardEvent, type BoardState } from '@boardwire/contract/board-state';
import type { LiveCall, ServerMessage } from '@boardwire/contract/sync';
import { connectLive, type LiveWire } from '../harness/live.ts';

/** Somebody who edits a board over a live connection, goes to another node when one dies, and resends what waits. */
export interface Editor {
  clientId: string;
  /** Puts a mutation into the queue and sends it. */
  edit(call: LiveCall): void;
  /** Sequence numbers by the numbers of the mutations that were acknowledged. */
  acknowledged: ReadonlyMap<number, number>;
  /** Mutations without an answer. */
  waiting(): number;
  seq(): number;
  /** The board as it was followed from the first snapshot on. */
  state(): BoardState | null;
  /** What no fault excuses: gaps, repeats, refusals. */
  wrong: string[];
  /** Milliseconds from each lost connection to the next one that had joined. */
  awayMs: number[];
  close(): void;
}

/** Where and as whom somebody edits. */
export interface EditorOptions {
  urls: readonly string[];
  token: string;
  boardId: string;
  /** Node that it starts on. */
  first: number;
}

interface EditorState extends EditorOptions {
  clientId: string;
  mid: number;
  pending: Map<number, LiveCall>;
  acknowledged: Map<number, number>;
  wrong: string[];
  awayMs: number[];
  seq: number;
  /** Where it stood when it joined: the other node may be behind what this one has heard already (live L10). */
  joinedSeq: number;
  epoch: number;
  board: BoardState | null;
  wire: LiveWire | null;
  /** Mutations on their way over the present connection: each gets one answer. */
  unanswered: number;
  /** How long the server asked to wait with what it put off, or null where it put off nothing. */
  putOffMs: number | null;
  resend: NodeJS.Timeout | undefined;
  isClosed: boolean;
}

const RETRY_MS = 100;

/** Opens the board and keeps it open. */
export async function openEditor(options: EditorOptions): Promise<Editor> {
  const editor: EditorState = {
    ...options,
    clientId: crypto.randomUUID(),
    mid: 0,
    pending: new Map(),
    acknowledged: new Map(),
    wrong: [],
    awayMs: [],
    seq: 0,
    joinedSeq: 0,
    epoch: 0,
    board: null,
    wire: null,
    unanswered: 0,
    putOffMs: null,
    resend: undefined,
    isClosed: false,
  };
  await connect(editor, options.first);
  return {
    clientId: editor.clientId,
    acknowledged: editor.acknowledged,
    wrong: editor.wrong,
    awayMs: editor.awayMs,
    waiting: () => editor.pending.size,
    seq: () => editor.seq,
    state: () => editor.board,
    edit(call) {
      editor.mid += 1;
      editor.pending.set(editor.mid, call);
      sendOne(editor, editor.mid, call);
    },
    close() {
      editor.isClosed = true;
      clearTimeout(editor.resend);
      editor.wire?.close();
    },
  };
}

async function connect(editor: EditorState, first: number): Promise<void> {
  const lostAtMs = performance.now();
  for (let turn = first; !editor.isClosed; turn += 1) {
    const url = editor.urls[turn % editor.urls.length] ?? '';
    try {
      const wire = await connectLive({ url }, editor, { clientId: editor.clientId });
      await follow(editor, wire, url);
      if (editor.awayMs.length > 0 || first !== editor.first || turn !== first)
        editor.awayMs.push(performance.now() - lostAtMs);
      wire.socket.once('disconnect', () => {
        editor.wire = null;
        if (!editor.isClosed) void connect(editor, turn + 1);
      });
      // It may have ended while nobody listened.
      if (wire.socket.connected) return;
    } catch {
      await sleep(Math.random() * RETRY_MS);
    }
  }
}

/** Joins where the editor stands, and sends again what waits. */
async function follow(editor: EditorState, wire: LiveWire, url: string): Promise<void> {
  if (editor.board === null) await readSnapshot(editor, url);
  wire.socket.on('m', (message: ServerMessage) => hear(editor, message));
  editor.joinedSeq = editor.seq;
  wire.send({ t: 'join', board: editor.boardId, epoch: editor.epoch, since: editor.seq });
  const ended = new Promise<never>((_resolve, reject) => {
    wire.socket.once('disconnect', () => reject(new Error('ended')));
  });
  ended.catch(() => undefined);
  await Promise.race([wire.next('joined'), ended]);
  editor.wire = wire;
  editor.unanswered = 0;
  sendPending(editor);
}

function hear(editor: EditorState, message: ServerMessage): void {
  switch (message.t) {
    case 'ack':
      if (editor.pending.delete(message.mid)) editor.acknowledged.set(message.mid, message.seq);
      return takeAnswer(editor);
    case 'nack':
      editor.pending.delete(message.mid);
      editor.wrong.push(`refused ${message.mid}: ${message.error.message}`);
      return takeAnswer(editor);
    case 'retry':
      editor.putOffMs = Math.max(editor.putOffMs ?? RETRY_MS, message.afterMs ?? 0);
      return takeAnswer(editor);
    case 'changes':
      return takeChanges(editor, message);
    case 'snapshotRequired':
      return void editor.wrong.push(`snapshot required: ${message.reason}`);
    default:
  }
}

/** What was put off goes again when all answers have come, so that a slow node gets no second load on top of the first. */
function takeAnswer(editor: EditorState): void {
  editor.unanswered -= 1;
  if (editor.unanswered > 0 || editor.putOffMs === null) return;
  clearTimeout(editor.resend);
  editor.resend = setTimeout(() => sendPending(editor), editor.putOffMs);
}

function takeChanges(
  editor: EditorState,
  { from, changes }: ServerMessage & { t: 'changes' },
): void {
  if (from > editor.seq + 1) editor.wrong.push(`frame from ${from} at ${editor.seq}`);
  for (const { seq, at, actor, event } of changes) {
    if (seq <= editor.joinedSeq) continue;
    if (seq !== editor.seq + 1) {
      editor.wrong.push(`change ${seq} at ${editor.seq}`);
      continue;
    }
    editor.seq = seq;
    if (editor.board === null) continue;
    applyBoardEvent(editor.board, event as never, { seq, at, userId: actor.userId ?? null });
  }
}

function sendPending(editor: EditorState): void {
  editor.putOffMs = null;
  for (const [mid, call] of editor.pending) sendOne(editor, mid, call);
}

function sendOne(editor: EditorState, mid: number, call: LiveCall): void {
  const { wire, boardId, epoch } = editor;
  if (wire === null) return;
  editor.unanswered += 1;
  wire.send({ t: 'mutate', mid, board: boardId, epoch, calls: [call] });
}

async function readSnapshot(editor: EditorState, url: string): Promise<void> {
  const response = await fetch(`${url}/api/v1/boards/${editor.boardId}/snapshot`, {
    headers: { authorization: `Bearer ${editor.token}` },
  });
  const { data } = (await response.json()) as { data: SnapshotData };
  editor.board = toState(data);
  editor.seq = data.seq;
  editor.epoch = data.epoch;
}

type Rows<Name extends Exclude<keyof BoardState, 'board' | 'comments'>> =
  BoardState[Name] extends Map<string, infer Row> ? Row[] : never;

/** A board as REST gives it. */
export interface SnapshotData {
  seq: number;
  epoch: number;
  board: BoardState['board'];
  columns: Rows<'columns'>;
  groups: Rows<'groups'>;
  items: Rows<'items'>;
  views: Rows<'views'>;
  conflicts: Rows<'conflicts'>;
}

function toState({ board, columns, groups, items, views, conflicts }: SnapshotData): BoardState {
  const byId = <Row extends { id: string }>(rows: readonly Row[]) =>
    new Map(rows.map((row) => [row.id, row]));
  return {
    board,
    columns: byId(columns),
    groups: byId(groups),
    items: byId(items),
    views: byId(views),
    conflicts: byId(conflicts),
    comments: new Map(),
  };
}
