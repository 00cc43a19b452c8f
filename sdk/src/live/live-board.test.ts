import { describe, expect, it } from 'vitest';
import type { ServerMessage } from '@boardwire/contract/sync';
import type { BoardSnapshot } from './board-snapshot.ts';
import { openLiveBoard } from './live-board.ts';
import type { ToHub } from './tab-port.ts';

const board = crypto.randomUUID();
const at = '2026-11-21T08:00:00.000Z';
const SNAPSHOT = {
  board: { id: board, name: 'Launch', createdAt: at },
  epoch: 1,
  seq: 0,
  columns: [],
  groups: [],
  items: [],
  views: [],
  conflicts: [],
  people: [],
  permissions: ['board:read'],
} as unknown as BoardSnapshot;

/** A board whose hub and clock are driven by the test. */
function openBoard({ isOnline = true, snapshot = SNAPSHOT } = {}) {
  const sent: ToHub[] = [];
  const timers: (() => void)[] = [];
  const delaysMs: number[] = [];
  const open = openLiveBoard(snapshot, {
    client: { boards: { snapshot: async () => ({ ok: true, data: SNAPSHOT }) } } as never,
    port: { send: (message) => void sent.push(message) },
    clock: {
      nowMs: () => 0,
      random: () => 0.5,
      after(delayMs, work) {
        delaysMs.push(delayMs);
        timers.push(work);
        return () => void timers.splice(timers.indexOf(work), 1);
      },
    },
    createId: () => crypto.randomUUID(),
    userId: null,
    tab: 1,
    isOnline: () => isOnline,
    onClose: () => undefined,
  });
  return {
    ...open,
    sent,
    timers,
    delaysMs,
    joins: () => sent.filter(({ t }) => t === 'join').length,
  };
}

describe('live L37: a board that is full', () => {
  it('live L37: keeps what it shows and asks for a place again', () => {
    const { board: live, hear, start, timers, joins } = openBoard();
    start();
    expect(joins()).toBe(1);
    hear({ t: 'server', message: { t: 'left', board, reason: 'full' } });
    expect(live.status()).toBe('offline');
    expect(live.view().board.name).toBe('Launch');
    expect(timers).toHaveLength(1);
    timers[0]?.();
    expect(joins()).toBe(2);
    const place = { board, epoch: 1, seq: 0 };
    const joined: ServerMessage = {
      t: 'joined',
      ...place,
      permissions: ['board:read'],
      people: [],
    };
    hear({ t: 'server', message: joined });
    expect(live.status()).toBe('live');
  });
});

describe('live L5: a board that is fetched anew', () => {
  it('live L5: is so later and later while it is never live, and at once after that', async () => {
    const { hear, start, timers, delaysMs, joins } = openBoard();
    const place = { board, epoch: 1, seq: 0 };
    start();
    const fetchAnew = async (reason: 'behind' | 'bulk') => {
      const before = joins();
      hear({ t: 'server', message: { t: 'snapshotRequired', reason, ...place } });
      timers.at(-1)?.();
      await expect.poll(joins).toBe(before + 1);
    };
    for (let round = 0; round < 7; round += 1) await fetchAnew('behind');
    expect(delaysMs).toEqual([0, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    const joined: ServerMessage = { t: 'joined', ...place, permissions: [], people: [] };
    hear({ t: 'server', message: joined });
    await fetchAnew('behind');
    hear({ t: 'server', message: joined });
    await fetchAnew('bulk');
    expect(delaysMs.slice(7)).toEqual([0, 1_000]);
  });
});

const refusal = { code: 'NOT_FOUND', message: '', requestId: '', status: 404 } as const;

describe('web W20: a board that was opened on its copy', () => {
  it('web W20: shows what the server says later', () => {
    const { board: live, start, renew } = openBoard({ isOnline: false });
    start();
    const named = { ...SNAPSHOT, seq: 3, board: { ...SNAPSHOT.board, name: 'Landing' } };
    renew({ ok: true, data: named, requestId: '' });
    expect(live.view().board.name).toBe('Landing');
    expect(live.copy()?.seq).toBe(3);
  });

  it('web W26: shows nothing more, nor sends anything, when the server refuses it', async () => {
    const { board: live, start, renew, sent } = openBoard({ isOnline: false });
    start();
    const rename = () => live.mutate({ op: 'boards.update', input: { boardId: board, name: 'X' } });
    rename();
    renew({ ok: false, error: refusal });
    expect(live.status()).toEqual({ left: 'revoked', unsent: 1 });
    expect(live.copy()).toBeNull();
    expect(sent.at(-1)).toEqual({ t: 'lost', board });
    expect(await rename().done).toMatchObject({ kind: 'refused', error: { code: 'NOT_FOUND' } });
    expect(sent.at(-1)).toEqual({ t: 'lost', board });
  });
});

describe('live L18: an item under an edit that waits', () => {
  it('live L18: is as the server confirmed it, whatever the view shows', () => {
    const id = crypto.randomUUID();
    const item = {
      id,
      values: { title: 'Theirs' },
      versions: { title: 4 },
      deletedAt: null,
      archivedAt: null,
    };
    const snapshot = { ...SNAPSHOT, items: [item] } as unknown as BoardSnapshot;
    const { board: live, start } = openBoard({ snapshot });
    start();
    live.update(id, { title: 'Mine' });
    expect(live.view().items.get(id)?.values['title']).toBe('Mine');
    expect(live.confirmedItem(id)).toEqual(item);
  });
});
