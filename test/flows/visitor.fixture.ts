import { applyBoardEvent } from '../../contract/src/board-state.ts';
import type { BoardEvent, BoardState } from '../../contract/src/board-state.ts';
import type { BoardChange, ServerMessage } from '../../contract/src/sync.ts';
import { toState } from '../../sdk/src/live/board-rows.ts';
import type { BoardSnapshot } from '../../sdk/src/live/board-snapshot.ts';
import { connectLive } from '../harness/live.ts';
import type { TestServer } from '../harness/server.ts';

/** Whoever has a link, and follows the board in one of the ways there are. */
export interface Visitor {
  /** Takes in everything up to a sequence; answers all changes that it was told on the way. */
  reach(seq: number): Promise<BoardChange[]>;
  state(): BoardState;
  /** How often it had to fetch the board anew. */
  fetched(): number;
  close(): void;
}

interface Link {
  server: TestServer;
  boardId: string;
  token: string;
}

/** The board as a link shows it. */
export async function readByLink({ server, boardId, token }: Link): Promise<BoardSnapshot> {
  const answer = await server.call('GET', `/boards/${boardId}/snapshot`, { token });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.data as BoardSnapshot;
}

/** What a visitor keeps of a board, and how it takes changes in. */
async function createCopy(link: Link) {
  let snapshot = await readByLink(link);
  let state = toState(snapshot);
  let { seq } = snapshot;
  let fetched = 0;
  return {
    get seq() {
      return seq;
    },
    get epoch() {
      return snapshot.epoch;
    },
    state: () => state,
    fetched: () => fetched,
    take(changes: readonly BoardChange[]) {
      for (const change of changes) {
        if (change.seq <= seq) continue;
        if (change.seq !== seq + 1) throw new Error(`change ${change.seq} after ${seq}`);
        const { at, actor, event } = change;
        const info = { seq: change.seq, at, userId: actor.userId ?? null };
        applyBoardEvent(state, event as BoardEvent, info);
        ({ seq } = change);
      }
    },
    async fetch() {
      fetched += 1;
      snapshot = await readByLink(link);
      state = toState(snapshot);
      ({ seq } = snapshot);
    },
  };
}

/** A visitor with an open connection. */
export async function followLive(link: Link): Promise<Visitor> {
  const copy = await createCopy(link);
  const wire = await connectLive(link.server, link);
  wire.send({ t: 'join', board: link.boardId, epoch: copy.epoch, since: copy.seq });
  await wire.next('joined');
  let read = 0;
  const isNews = (message: ServerMessage) =>
    message.t === 'changes' || message.t === 'snapshotRequired' || message.t === 'left';
  return {
    state: copy.state,
    fetched: copy.fetched,
    close: wire.close,
    async reach(seq) {
      const told: BoardChange[] = [];
      for (const deadlineMs = Date.now() + 20_000; copy.seq < seq || read < wire.heard.length;) {
        const message = wire.heard[read];
        if (message === undefined) {
          if (Date.now() > deadlineMs) throw new Error(`at ${copy.seq}, not at ${seq}`);
          await new Promise((resolve) => setTimeout(resolve, 2));
          continue;
        }
        read += 1;
        if (!isNews(message)) continue;
        if (message.t === 'left') throw new Error(`left: ${message.reason}`);
        if (message.t === 'snapshotRequired') await copy.fetch();
        if (message.t !== 'changes') continue;
        told.push(...message.changes);
        copy.take(message.changes);
      }
      return told;
    },
  };
}

/** A visitor that asks for what is new. */
export async function followByRest(link: Link): Promise<Visitor> {
  const copy = await createCopy(link);
  const { server, boardId, token } = link;
  return {
    state: copy.state,
    fetched: copy.fetched,
    close: () => undefined,
    async reach(seq) {
      const told: BoardChange[] = [];
      while (copy.seq < seq) {
        const path = `/boards/${boardId}/changes?epoch=${copy.epoch}&since=${copy.seq}`;
        const { body } = await server.call('GET', path, { token });
        if (body.data.kind === 'snapshotRequired') await copy.fetch();
        else {
          told.push(...body.data.changes);
          copy.take(body.data.changes);
        }
      }
      return told;
    },
  };
}

/** What a screen shows of it: nothing that is put away, or stands in what is. */
export function showBoard({ board, columns, groups, items, views }: BoardState) {
  const isInUse = (row?: { archivedAt: string | null; deletedAt: string | null }) =>
    row?.archivedAt === null && row.deletedAt === null;
  const shownColumns = [...columns.values()].filter(
    ({ deletedAt, isHidden }) => deletedAt === null && !isHidden,
  );
  const fields = new Set(['title', 'group', ...shownColumns.map(({ id }) => id)]);
  const only = (values: object) =>
    Object.fromEntries(Object.entries(values).filter(([field]) => fields.has(field)));
  const shownItems = [...items.values()].filter((item) => {
    const parent = item.parentId === null ? item : items.get(item.parentId);
    return isInUse(item) && isInUse(parent) && isInUse(groups.get(parent?.groupId ?? ''));
  });
  return {
    board,
    columns: byId(shownColumns),
    groups: byId([...groups.values()].filter(isInUse)),
    views: byId([...views.values()]),
    items: byId(
      shownItems.map((item) => {
        return { ...item, values: only(item.values), versions: only(item.versions) };
      }),
    ),
  };
}

function byId<Row extends { id: string }>(rows: Row[]): Record<string, Row> {
  return Object.fromEntries(rows.map((row) => [row.id, row]));
}
