import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, type LedgerBed } from './ledger.fixture.ts';

const script = new URL('crash-sender.fixture.ts', import.meta.url);
const KILLS = 6;
/** Calls of one sender at once: what its end leaves in doubt at most (delivery D8). */
const SLOTS = 10;
/** So many that what all kills leave in doubt together is the two percent that may come twice (fault F2). */
const COUNT = (KILLS * SLOTS) / 0.02;
/** The receiver takes a moment, so that there is always something under way. */
const ANSWER_MS = 20;
const LIMIT = { timeout: 120_000, interval: 100 };

let bed: LedgerBed;
let sink: Server;
let sinkUrl: string;
/** What the receiver had, in its order: from which process, and for which delivery. */
let received: { pid: number; key: string }[] = [];
/** By killed process: deliveries that were being sent when it ended, whoever sent them. */
const sendingAtEnd = new Map<number, Set<string>>();
const senders = new Set<ChildProcess>();

beforeAll(async () => {
  bed = await openLedger();
  sink = createServer((request, response) => {
    const [, pid, key = ''] = request.url?.split('/') ?? [];
    received.push({ pid: Number(pid), key });
    setTimeout(() => response.end(), ANSWER_MS);
  });
  sink.listen(0, '127.0.0.1');
  await once(sink, 'listening');
  sinkUrl = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`;
});
beforeEach(async () => {
  for (const sender of senders) sender.kill('SIGKILL');
  received = [];
  sendingAtEnd.clear();
  await bed.test.query('delete from messages');
});
afterAll(async () => {
  for (const sender of senders) sender.kill('SIGKILL');
  sink.close();
  await bed.close();
});

async function startSender(): Promise<ChildProcess> {
  const sender = fork(script, [bed.test.appUrl, sinkUrl], { execArgv: ['--import', 'tsx'] });
  senders.add(sender);
  sender.once('exit', () => senders.delete(sender));
  await once(sender, 'message');
  return sender;
}

/** Kills senders while they send; another one takes each one's place. */
async function killAmidSending(): Promise<void> {
  await Promise.all([startSender(), startSender()]);
  for (let count = 0; count < KILLS; count += 1) {
    const before = received.length;
    await expect.poll(() => received.length > before, LIMIT).toBe(true);
    await sleep(Math.random() * 100);
    const [victim] = senders;
    if (victim !== undefined) await kill(victim);
    await startSender();
  }
}

async function kill(victim: ChildProcess): Promise<void> {
  const ended = once(victim, 'exit');
  victim.kill('SIGKILL');
  await ended;
  const rows = await bed.test.query<{ id: string }>(
    `select id from deliveries where state = 'sending'`,
  );
  sendingAtEnd.set(victim.pid ?? 0, new Set(rows.map(({ id }) => id)));
}

const distinct = () => new Set(received.map(({ key }) => key)).size;
const copies = () => received.length - distinct();

/** Deliveries that came again though nobody had died over them. */
function findUnexcused(): string[] {
  const last = new Map(received.map(({ key }, index) => [key, index]));
  return received.flatMap(({ pid, key }, index) =>
    index === last.get(key) || sendingAtEnd.get(pid)?.has(key) === true ? [] : [key],
  );
}

describe('fault F2: senders that are killed', () => {
  it(
    'fault F2, delivery D6, D9: lose nothing, and repeat at most what was under way',
    { timeout: 180_000 },
    async () => {
      await bed.ask({ organizationId: null, count: COUNT });
      await killAmidSending();
      const isOver = async () => {
        await bed.test.query('update deliveries set run_at = now() where hold = $1', ['retry']);
        return bed.states();
      };
      await expect.poll(isOver, LIMIT).toEqual({ sent: COUNT });
      expect(distinct()).toBe(COUNT);
      expect(findUnexcused()).toEqual([]);
      expect(copies() / COUNT).toBeLessThanOrEqual(0.02);
      const [doubted] = await bed.test.query<{ count: number }>(
        `select count(*)::int as count from delivery_attempts where outcome = 'uncertain'`,
      );
      // Every copy has an attempt that says that nobody knew.
      expect(copies()).toBeLessThanOrEqual(doubted?.count ?? 0);
      process.stdout.write(`fault F2: ${copies()} of ${COUNT} came twice, ${KILLS} kills\n`);
    },
  );

  it('fault F2: repeat nothing where a person is to decide', { timeout: 180_000 }, async () => {
    await bed.ask({ organizationId: null, count: COUNT, policy: 'atMostOnce' });
    await killAmidSending();
    const isOver = async () => {
      const { sent = 0, uncertain = 0 } = await bed.states();
      return sent + uncertain;
    };
    await expect.poll(isOver, LIMIT).toBe(COUNT);
    expect(copies()).toBe(0);
    const { uncertain = 0 } = await bed.states();
    expect(distinct()).toBeGreaterThanOrEqual(COUNT - uncertain);
    expect(uncertain).toBeLessThanOrEqual(KILLS * SLOTS);
  });
});
