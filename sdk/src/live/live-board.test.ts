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
function openBoard() {
  const sent: ToHub[] = [];
  const timers: (() => void)[] = [];
  const open = openLiveBoard(SNAPSHOT, {
    client: {} as never,
    port: { send: (message) => void sent.push(message) },
    clock: {
      nowMs: () => 0,
      random: () => 0.5,
      after(_delayMs, work) {
        timers.push(work);
        return () => void timers.splice(timers.indexOf(work), 1);
      },
    },
    createId: () => crypto.randomUUID(),
    userId: null,
    tab: 1,
    isOnline: () => true,
    onClose: () => undefined,
  });
  return { ...open, timers, joins: () => sent.filter(({ t }) => t === 'join').length };
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
