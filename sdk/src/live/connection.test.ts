import { describe, expect, it } from 'vitest';
import { liveLimits } from '@boardwire/contract/live-limits';
import { createConnection } from './connection.ts';
import { createTestClock } from './test-clock.fixture.ts';
import type { OpenWire, WireHandlers } from './wire.ts';

describe('live L12: a handshake that nobody answers', () => {
  it('is given up, and the next try stands', async () => {
    const clock = createTestClock();
    const wires: { handlers: WireHandlers; isClosed: boolean }[] = [];
    const openWire: OpenWire = (_hello, handlers) => {
      const wire = { handlers, isClosed: false };
      wires.push(wire);
      return { send: () => undefined, close: () => void (wire.isClosed = true) };
    };
    const connection = createConnection({
      openWire,
      credential: () => Promise.resolve('token'),
      client: () => 'client',
      positions: () => ({}),
      isOverdue: () => false,
      clock,
      onMessage: () => undefined,
      onState: () => undefined,
    });
    connection.start();
    await clock.pass(9_000);
    expect(wires).toHaveLength(1);
    await clock.pass(3_000);
    expect(wires).toHaveLength(2);
    expect(wires[0]?.isClosed).toBe(true);
    const welcome = {
      t: 'welcome',
      v: 1,
      session: 's',
      now: '',
      limits: { ...liveLimits },
    } as const;
    wires[1]?.handlers.onMessage(welcome);
    await clock.pass(14_000);
    expect(connection.state).toBe('online');
    expect(wires).toHaveLength(2);
    connection.stop();
  });
});
