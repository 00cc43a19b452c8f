import { describe, expect, it, vi } from 'vitest';
import type { ServerMessage } from '@boardwire/contract/sync';
import { createLog } from '../../platform/log.ts';
import { createLiveHub, type LiveHub } from '../../platform/live/live-hub.ts';
import { createSessionLimits } from './session-limits.ts';
import { handleMessage } from './session-messages.ts';
import type { SessionState } from './session-state.ts';

/** A hub whose boards take one member each; heads come when `ready` does. */
function createSmallHub(ready: Promise<void> = Promise.resolve()): LiveHub {
  return createLiveHub({
    source: {
      async readHead() {
        await ready;
        return { epoch: 1, seq: 0, logFloor: 0 };
      },
      readSeqs: async () => [],
      readShown: async () => null,
      readChanges: async () => [],
      isDeleted: async () => false,
      readPermissions: async (_boardId, actors) => actors.map(() => ['board:read']),
    },
    bus: { announce: () => undefined, start: () => undefined, stop: () => undefined },
    epochs: { onChange: () => undefined } as never,
    broadcast: () => undefined,
    log: createLog('silent'),
    maxMembers: 1,
  });
}

function openSession(hub: LiveHub) {
  const heard: ServerMessage[] = [];
  const send = (message: ServerMessage) => void heard.push(message);
  const nothing = () => undefined;
  const actor = { kind: 'user', userId: crypto.randomUUID(), sessionId: '' } as const;
  const state = { isClosed: false };
  const session = {
    parts: { hub, presence: { greet: nothing } },
    socket: { send, close: () => (state.isClosed = true) },
    member: { id: crypto.randomUUID(), actor, send, enter: nothing, leave: nothing },
    boards: new Set<string>(),
    limits: createSessionLimits(),
    ending: null,
    hasClosed: false,
  } as unknown as SessionState;
  return { session, heard, state };
}

describe('live L37: a board that is full', () => {
  it('live L37: is said to be so, and the other boards of the connection stay open', async () => {
    const hub = createSmallHub();
    const [full, other] = [crypto.randomUUID(), crypto.randomUUID()];
    const [first, second] = [openSession(hub), openSession(hub)];
    const join = ({ session }: typeof first, board: string) =>
      handleMessage(session, { t: 'join', board, epoch: 1, since: 0 });
    join(first, full);
    await expect.poll(() => first.heard.at(-1)?.t).toBe('joined');
    join(second, full);
    join(second, other);
    await expect.poll(() => second.heard.map(({ t }) => t)).toEqual(['left', 'joined']);
    expect(second.heard[0]).toEqual({ t: 'left', board: full, reason: 'full' });
    expect(second.state.isClosed).toBe(false);
    expect(hub.room(full)?.members.size).toBe(1);
  });
});

describe('fault F18: joins that wait', () => {
  it('fault F18: who comes to a line that stands still is told when to come back; who left it is not waited for', async () => {
    let open: (() => void) | undefined;
    const hub = createSmallHub(new Promise((resolve) => (open = resolve)));
    vi.useFakeTimers({ toFake: ['performance'] });
    const sessions = Array.from({ length: 7 }, () => ({
      ...openSession(hub),
      board: crypto.randomUUID(),
    }));
    const ask = ({ session, board }: (typeof sessions)[0]) =>
      handleMessage(session, { t: 'join', board, epoch: 1, since: 0 });
    const [gone, waits, late] = sessions.splice(4);
    if (!gone || !waits || !late) throw new Error('seven were opened');
    try {
      for (const each of [...sessions, gone, waits]) ask(each);
      handleMessage(gone.session, { t: 'leave', board: gone.board });
      vi.advanceTimersByTime(10_001);
      ask(late);
    } finally {
      vi.useRealTimers();
    }
    await expect.poll(() => late.heard).toHaveLength(1);
    expect(late.heard[0]).toMatchObject({ t: 'bye', reason: 'server_shutdown' });
    expect((late.heard[0] as { afterMs: number }).afterMs).toBeGreaterThan(10_000);
    expect(late.state.isClosed).toBe(true);
    open?.();
    await expect.poll(() => waits.heard.at(-1)?.t).toBe('joined');
    expect(sessions.map(({ heard }) => heard.at(-1)?.t)).toEqual(sessions.map(() => 'joined'));
    expect([gone.heard, gone.state.isClosed]).toEqual([[], false]);
    expect(hub.room(gone.board)).toBeUndefined();
  });
});
