import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import { openLiveBoard } from '@boardwire/sdk/live/live-board';
import type { OpenBoard } from '@boardwire/sdk/live/live-board';
import type { LiveBoardParts } from '@boardwire/sdk/live/board-tab';
import type { MutationHandle } from '@boardwire/sdk/live/live-board-types';
import type { MutationOutcome } from '@boardwire/sdk/live/pending-mutation';
import type { FromHub, ToHub } from '@boardwire/sdk/live/tab-port';
import { BOARD } from './model-board.fixture.ts';
import type { Life, Timeline } from './timeline.fixture.ts';

/** An edit that somebody made on a page. */
export interface Edit {
  /** Its name in the server's ledger. */
  mark: string;
  handle: MutationHandle | null;
  outcomes: MutationOutcome[];
  isUndone: boolean;
}

/** A tab with the board open. */
export interface Page {
  readonly life: Life;
  /** Null until the snapshot is there. */
  readonly board: OpenBoard['board'] | null;
  readonly edits: readonly Edit[];
  open(): void;
  hear(message: FromHub): void;
  /** Hears it when its turn comes, unless it was lost by then. */
  hearSoon(message: FromHub, isLost: () => boolean): void;
  mutate(mark: string, calls: readonly BoardCall[]): void;
  /** Takes an edit of this page back when its answer is there. */
  undo(edit: Edit): void;
}

interface PageParts {
  life: Life;
  userId: string;
  tab: number;
  timeline: Timeline;
  client: LiveBoardParts['client'];
  createId(): string;
  send(message: ToHub): void;
  /** Runs work after what came before it. */
  inOrder(work: () => void): void;
}

interface PageState extends PageParts {
  opened: OpenBoard | null;
  edits: Edit[];
  isOnline: boolean;
}

const SNAPSHOT_RETRY_MS = 300;

/** Creates a page. */
export function createPage(parts: PageParts): Page {
  const page: PageState = { ...parts, opened: null, edits: [], isOnline: false };
  return {
    life: page.life,
    edits: page.edits,
    get board() {
      return page.opened?.board ?? null;
    },
    open() {
      page.send({ t: 'hello' });
      void open(page);
    },
    hear: (message) => hear(page, message),
    hearSoon: (message, isLost) =>
      page.inOrder(() => {
        if (!isLost()) hear(page, message);
      }),
    mutate: (mark, calls) => mutate(page, mark, calls),
    undo: (edit) => undo(page, edit),
  };
}

async function open(page: PageState): Promise<void> {
  const { client, life, timeline, createId, userId, tab, send } = page;
  const read = await client.boards.snapshot({ boardId: BOARD });
  if (life.isOver) return;
  if (!read.ok) {
    timeline.after(SNAPSHOT_RETRY_MS, () => {
      if (!life.isOver) void open(page);
    });
    return;
  }
  page.opened = openLiveBoard(read.data, {
    client,
    clock: timeline.clockOf(life),
    port: { send },
    createId,
    userId,
    tab,
    isOnline: () => page.isOnline,
    onClose: () => undefined,
  });
  page.opened.start();
}

/** As the package's own `createLive` does it. */
function hear(page: PageState, message: FromHub): void {
  if (page.life.isOver) return;
  if (message.t === 'status') page.isOnline = message.status.connection === 'online';
  if (message.t === 'online') page.isOnline = true;
  page.opened?.hear(message);
}

function mutate(page: PageState, mark: string, calls: readonly BoardCall[]): void {
  const [first, ...rest] = calls;
  if (page.opened === null || first === undefined) return;
  const marked = { ...first, input: { ...first.input, mark } } as unknown as BoardCall;
  const handle = page.opened.board.mutate(marked, ...rest);
  const edit: Edit = { mark, handle, outcomes: [], isUndone: false };
  page.edits.push(edit);
  void handle.done.then((outcome) => edit.outcomes.push(outcome));
}

function undo({ edits }: PageState, edit: Edit): void {
  if (edit.handle === null || edit.isUndone) return;
  edit.isUndone = true;
  const taken: Edit = { mark: `undo of ${edit.mark}`, handle: null, outcomes: [], isUndone: true };
  edits.push(taken);
  void edit.handle.undo().then((outcome) => taken.outcomes.push(outcome));
}
