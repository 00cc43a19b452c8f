import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServerMessage } from '@boardwire/contract/sync';
import type { LiveHub } from './live-hub.ts';
import type { LiveMember } from './live-member.ts';
import { createPresence, type Presence } from './presence.ts';

const BOARD = 'board';
const SWEEP_MS = 1_000;
/** Longer than a lease. */
const BLOCK_MS = 12_000;
const LEASE_MS = 9_000;

const member: LiveMember = {
  id: 'socket',
  actor: { kind: 'user', userId: 'ada', sessionId: 'session' } as LiveMember['actor'],
  send: () => undefined,
  enter: () => undefined,
  leave: () => undefined,
};

let nowMs: number;
let presence: Presence;
let told: ServerMessage[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  nowMs = 1_000;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  told = [];
  const room = {
    members: new Map([[member.id, member]]),
    broadcastAll: (message: ServerMessage) => void told.push(message),
  };
  const hub = { room: () => room, onLeave: () => undefined } as unknown as LiveHub;
  presence = createPresence(hub, { publish: () => undefined, start: () => undefined });
  presence.start();
});
afterEach(() => {
  presence.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Time passes, and timers run when they are due. */
function pass(ms: number): void {
  for (let passed = 0; passed < ms; passed += SWEEP_MS) {
    nowMs += SWEEP_MS;
    vi.advanceTimersByTime(SWEEP_MS);
  }
}

/** Time passes in which nothing runs; then what is due runs once, before anything that was received is read. */
function standStill(): void {
  nowMs += BLOCK_MS;
  vi.advanceTimersByTime(SWEEP_MS);
}

const say = (state: 'active' | 'idle' = 'active') =>
  presence.set(BOARD, member, 'client', { t: 'presence', board: BOARD, tab: 1, state });
const gone = () => told.flatMap((message) => (message.t === 'people' ? message.gone : []));

describe('live L25, L45: leases by the clock of their receiver', () => {
  it('whoever renews stays, and whoever does not is gone with the lease', () => {
    say();
    for (let round = 0; round < 3; round += 1) {
      pass(LEASE_MS - SWEEP_MS);
      say();
    }
    expect(presence.stats().tabs).toBe(1);
    expect(gone()).toEqual([]);
    pass(LEASE_MS + 2 * SWEEP_MS);
    expect(presence.stats().tabs).toBe(0);
    expect(gone()).toHaveLength(1);
  });

  it('after the event loop stood still nobody is gone before what they sent meanwhile is read', () => {
    say();
    pass(SWEEP_MS);
    standStill();
    expect(presence.stats().tabs).toBe(1);
    say();
    pass(LEASE_MS - SWEEP_MS);
    expect(gone()).toEqual([]);
  });

  it('whoever sent nothing meanwhile is gone one round later', () => {
    say();
    pass(SWEEP_MS);
    standStill();
    pass(2 * SWEEP_MS);
    expect(gone()).toHaveLength(1);
  });
});
