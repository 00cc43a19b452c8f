import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBusMeter } from './bus-meter.ts';

afterEach(() => void vi.restoreAllMocks());

describe('SPEC F4: notes that do not come back', () => {
  it('SPEC F4: are lost after 5 s, and the bus is silent until one comes back again', () => {
    let nowMs = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const counted: string[] = [];
    const meter = createBusMeter('notify', {
      observeBusLag: (engine, durationS) => void counted.push(`${engine} back ${durationS}`),
      countBusNote: (engine, outcome) => void counted.push(`${engine} ${outcome}`),
    });
    meter.onSent('notes', 'first');
    nowMs = 4_999;
    expect(meter.health()).toEqual({ engine: 'notify', lagMs: null, lost: 0, isSilent: false });
    nowMs = 5_000;
    expect(meter.health()).toEqual({ engine: 'notify', lagMs: null, lost: 1, isSilent: true });
    // Late, or of another channel: nobody waits for these.
    meter.onHeard('notes', 'first');
    meter.onSent('notes', 'second');
    meter.onHeard('others', 'second');
    expect(meter.health().isSilent).toBe(true);
    nowMs = 5_250;
    meter.onHeard('notes', 'second');
    expect(meter.health()).toEqual({ engine: 'notify', lagMs: 250, lost: 1, isSilent: false });
    expect(counted).toEqual(['notify sent', 'notify lost', 'notify sent', 'notify back 0.25']);
  });

  it('SPEC F4: of very many at once some are measured, and of very long ones none', () => {
    const meter = createBusMeter('redis', {
      observeBusLag: () => undefined,
      countBusNote: () => undefined,
    });
    const long = 'x'.repeat(1_001);
    meter.onSent('notes', long);
    meter.onHeard('notes', long);
    expect(meter.health().lagMs).toBeNull();
    for (let index = 0; index <= 2_000; index += 1) meter.onSent('notes', `${index}`);
    meter.onHeard('notes', '2000');
    expect(meter.health().lagMs).toBeNull();
    meter.onHeard('notes', '1999');
    expect(meter.health().lagMs).not.toBeNull();
  });
});
