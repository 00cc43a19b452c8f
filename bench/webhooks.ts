import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { startBenchServer } from './lib/bench-server.ts';
import { median, round, spreadOf, type BenchResult } from './lib/figures.ts';
import { ask, repeat } from './notify-sender.ts';

const PAIRS = 5;
const RUN_S = 5;
const WARM_UP_S = 2;
/** Calls a second to the endpoints that answer at once, one after the other. */
const PER_S = 20;
const QUICK = 10;
/** Calls that wait for the one that does not: far more than places. */
const SLOW_CALLS = 100;
/** It answers in this time, which is longer than a call may take. */
const SLOW_MS = 30_000;
/** As many as an endpoint gets at once (delivery D12). */
const SLOW_AT_ONCE = 4;
/** Figure of delivery.md: "endpoint answering in 30 s". */
const RATIO_TARGET = 1.1;
const LOOK_MS = 100;

/** Calls of webhooks beside an endpoint that answers in half a minute. */
export async function run(): Promise<BenchResult> {
  const bench = await startBenchServer(undefined, {
    EGRESS_ALLOW: '127.0.0.1:*',
    RATE_LIMIT_CALL_PER_MINUTE: '100000000',
  });
  const client = new Client({ connectionString: bench.adminUrl });
  const quick = await startReceiver(0);
  const slow = await startReceiver(SLOW_MS);
  try {
    await client.connect();
    const scene = await openScene(bench.server.url, { client, quick, slow });
    await scene.measure(WARM_UP_S);
    const pairs: { aloneMs: number; besideMs: number }[] = [];
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const aloneMs = await scene.measure(RUN_S);
      const end = await scene.occupy();
      const besideMs = await scene.measure(RUN_S);
      await end();
      pairs.push({ aloneMs, besideMs });
    }
    return describePairs(pairs);
  } finally {
    await client.end();
    for (const { server } of [quick, slow]) server.close().closeAllConnections();
    await bench.stop();
  }
}

function describePairs(pairs: readonly { aloneMs: number; besideMs: number }[]): BenchResult {
  const ratio = median(pairs.map(({ aloneMs, besideMs }) => besideMs / aloneMs));
  return {
    id: 'F10',
    title: `Webhooks beside an endpoint that answers in ${SLOW_MS / 1_000} s, ${PAIRS} pairs`,
    figures: [
      {
        name: `asked to answered by others, ${PER_S}/s, p95`,
        unit: 'ms',
        ours: round(median(pairs.map(({ besideMs }) => besideMs))),
        baseline: round(median(pairs.map(({ aloneMs }) => aloneMs))),
        ratio: round(ratio),
        target: `ratio ≤ ${RATIO_TARGET}`,
        isReached: ratio <= RATIO_TARGET,
      },
    ],
  };
}

interface Receiver {
  server: Server;
  url: string;
  arrived: number;
}

function startReceiver(afterMs: number): Promise<Receiver> {
  const server = createServer((request, response) => {
    receiver.arrived += 1;
    request.resume();
    if (afterMs === 0) response.writeHead(204).end();
    else setTimeout(() => response.writeHead(204).end(), afterMs).unref();
  });
  const receiver: Receiver = { server, url: '', arrived: 0 };
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
      resolve(receiver);
    }),
  );
}

/** An organization with endpoints that answer at once. */
async function openScene(
  origin: string,
  { client, quick, slow }: { client: Client; quick: Receiver; slow: Receiver },
) {
  const call = await openSession(`${origin}/api/v1`);
  const { id: organizationId } = await call<{ id: string }>('POST', '/organizations', {
    name: 'Bench',
  });
  const add = async (url: string) => {
    const body = { organizationId, name: 'Receiver', url };
    return (await call<{ id: string }>('POST', '/webhooks/endpoints', body)).id;
  };
  const ring = (id = '') => call('POST', `/webhooks/endpoints/${id}/test`, {});
  const ids = await Promise.all(Array.from({ length: QUICK }, () => add(quick.url)));
  const count = async (states: string) => {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from deliveries where channel = 'webhook' and state in (${states})`,
    );
    return rows[0]?.count ?? 0;
  };
  return {
    /** Calls the quick ones for so long; answers the p95 of their way in milliseconds. */
    async measure(forS: number): Promise<number> {
      const since = new Date().toISOString();
      const before = quick.arrived;
      await repeat(PER_S, forS, (index) => ring(ids[index % ids.length]));
      while (quick.arrived < before + PER_S * forS) await sleep(LOOK_MS);
      return readP95(client, since);
    },
    /** Has the slow one hold all the places that it gets, with more behind; answers what ends that. */
    async occupy(): Promise<() => Promise<void>> {
      const id = await add(slow.url);
      const before = slow.arrived;
      for (let index = 0; index < SLOW_CALLS; index += 1) await ring(id);
      while (slow.arrived < before + SLOW_AT_ONCE) await sleep(LOOK_MS);
      return async () => {
        await call('DELETE', `/webhooks/endpoints/${id}`);
        await client.query(`update deliveries set run_at = now() where state = 'queued'`);
        while ((await count("'queued', 'sending'")) > 0) await sleep(LOOK_MS);
      };
    },
  };
}

/** By the database's clock, from the row of the message to the end of its attempt. */
async function readP95(client: Client, since: string): Promise<number> {
  // The last ends may still be on their way to their rows.
  await sleep(LOOK_MS);
  const { rows } = await client.query<{ ms: number }>(
    `select extract(epoch from a.ended_at - m.created_at)::float8 * 1000 as ms
     from delivery_attempts as a join deliveries as d on d.id = a.delivery_id join messages as m on m.id = d.message_id
     where d.channel = 'webhook' and a.outcome = 'accepted' and m.created_at >= $1::timestamptz`,
    [since],
  );
  return spreadOf(rows.map(({ ms }) => ms)).p95;
}

async function openSession(url: string) {
  const { accessToken } = await ask<{ accessToken: string }>(`${url}/auth/register`, {
    method: 'POST',
    body: {
      email: 'bench@example.test',
      name: 'Bench',
      password: 'violet ladder under a quiet harbour',
    },
  });
  const headers = { authorization: `Bearer ${accessToken}` };
  return <Data>(method: string, path: string, body?: unknown) =>
    ask<Data>(`${url}${path}`, { method, headers, body });
}
