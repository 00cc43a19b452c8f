import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServerMessage } from '@boardwire/contract/sync';
import type { LiveHub } from './live-hub.ts';
import type { LiveMember } from './live-member.ts';
import { createPresence, type Presence } from './presence.ts';

const BOARD = 'board';
const SWEEP_MS = 1_000;
const LEASE_MS = 9_000;
/** Longer than a lease. */
const BLOCK_MS = 12_000;

const member: LiveMember = {
  id: 'socket',
  actor: { kind: 'user', userId: 'ada', sessionId: 'session' },
  send: () => undefined,
  enter: () => undefined,
  leave: () => undefined,
};

let nowMs: number;
const opened: Presence[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  nowMs = 1_000;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => {
  for (const presence of opened.splice(0)) presence.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A board with one member, who can say to be there. */
function openPresence(create = createPresence) {
  const told: ServerMessage[] = [];
  const room = {
    members: new Map([[member.id, member]]),
    broadcastAll: (message: ServerMessage) => void told.push(message),
  };
  const hub = { room: () => room, onLeave: () => undefined } as unknown as LiveHub;
  const presence = create(hub, { publish: () => undefined, start: () => undefined });
  presence.start();
  opened.push(presence);
  return {
    say: () =>
      presence.set(BOARD, member, 'client', {
        t: 'presence',
        board: BOARD,
        tab: 1,
        state: 'active',
      }),
    gone: () => told.flatMap((message) => (message.t === 'people' ? message.gone : [])),
    countTabs: () => presence.stats().tabs,
  };
}

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

describe('live L25, L45: leases by the clock of their receiver', () => {
  it('whoever renews stays, and whoever does not is gone with the lease', () => {
    const { say, gone, countTabs } = openPresence();
    say();
    for (let round = 0; round < 3; round += 1) {
      pass(LEASE_MS - SWEEP_MS);
      say();
    }
    expect(countTabs()).toBe(1);
    expect(gone()).toEqual([]);
    pass(LEASE_MS + 2 * SWEEP_MS);
    expect(countTabs()).toBe(0);
    expect(gone()).toHaveLength(1);
  });

  it('whoever sent nothing while the event loop stood still is gone one round later', () => {
    const { say, gone } = openPresence();
    say();
    pass(SWEEP_MS);
    standStill();
    pass(2 * SWEEP_MS);
    expect(gone()).toHaveLength(1);
  });

  it('after the event loop stood still nobody is gone before what they sent meanwhile is read', () => {
    expect(countAfterBlock(createPresence)).toBe(1);
  });

  it('mutant: a sweep that comes late ends leases all the same', async () => {
    expect(countAfterBlock(await buildMutant('  if (wasLate) return;\n'))).toBe(0);
  });
});

/** Tabs that are there when the loop goes on, before it reads. */
function countAfterBlock(create: typeof createPresence): number {
  const { say, countTabs } = openPresence(create);
  say();
  pass(SWEEP_MS);
  standStill();
  return countTabs();
}

const folder = fileURLToPath(
  new URL(`../../../../.cache/mutants/presence-${process.pid}/`, import.meta.url),
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Presence without a line of its source. */
async function buildMutant(line: string): Promise<typeof createPresence> {
  const source = fileURLToPath(new URL('./presence.ts', import.meta.url));
  const text = readFileSync(source, 'utf8');
  expect(text).toContain(line);
  await build({
    entryPoints: [source],
    plugins: [
      {
        name: 'mutant',
        setup: ({ onLoad }) =>
          onLoad({ filter: /live\/presence\.ts$/ }, () => ({
            contents: text.replace(line, ''),
            loader: 'ts',
          })),
      },
    ],
    outfile: `${folder}presence.mjs`,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  const url = pathToFileURL(`${folder}presence.mjs`).href;
  return ((await import(url)) as { createPresence: typeof createPresence }).createPresence;
}
