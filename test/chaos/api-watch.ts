import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Calls that are made again and again, one after the other, from a thread of their own. */
export interface ApiCalls {
  url: string;
  token: string;
  calls: { method: 'GET' | 'POST'; path: string; body?: object }[];
  pauseMs: number;
  /** Asks again with the same key where a node went or is busy, as clients do, and counts that. */
  isPatient?: boolean;
}

/** How the API answered meanwhile. */
export interface ApiFigures {
  calls: number;
  /** Answers that were not 200, with their status. */
  refused: string[];
  /** Calls that were made again: no answer, or 503. */
  retried: number;
  p95Ms: number;
  slowestMs: number;
}

/** In a thread: a test that opens a thousand connections is late for the answers that it waits for. */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const { url, token, calls, pauseMs, isPatient } = workerData;
const tookMs = [];
const refused = [];
let retried = 0;
let isOver = false;
const tryOnce = async ({ method, path, body }, key) => {
  const headers = { authorization: 'Bearer ' + token, 'content-type': 'application/json', ...(body && { 'idempotency-key': key }) };
  const response = await fetch(url + '/api/v1' + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  return { status: response.status, text: await response.text() };
};
const ask = async (call) => {
  const key = crypto.randomUUID();
  for (;;) {
    const answer = await tryOnce(call, key).catch((error) => {
      if (!isPatient) throw error;
      return null;
    });
    const isForLater = answer === null || answer.status === 503 || answer.text.includes('idempotency_key_in_use');
    if (!isPatient || !isForLater) return answer;
    retried += 1;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
parentPort.once('message', () => (isOver = true));
(async () => {
  for (let turn = 0; !isOver; turn += 1) {
    const call = calls[turn % calls.length];
    const startedAtMs = performance.now();
    const { status, text } = await ask(call);
    tookMs.push(performance.now() - startedAtMs);
    if (status !== 200) refused.push(status + ' ' + call.path + ' ' + text);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  parentPort.postMessage({ tookMs, refused, retried });
})();
`;

/** Starts to call; the answer stops, and tells the figures. */
export function watchApi(calls: ApiCalls): () => Promise<ApiFigures> {
  const worker = new Worker(PROGRAM, { eval: true, workerData: calls });
  const failed = once(worker, 'error').then(([error]) => {
    throw error;
  });
  failed.catch(() => undefined);
  return async () => {
    const told = once(worker, 'message') as Promise<
      [{ tookMs: number[]; refused: string[]; retried: number }]
    >;
    worker.postMessage('stop');
    const [{ tookMs, refused, retried }] = await Promise.race([told, failed]);
    await worker.terminate();
    tookMs.sort((a, b) => a - b);
    const p95Ms = Math.round(tookMs[Math.ceil(0.95 * tookMs.length) - 1] ?? Number.NaN);
    const slowestMs = Math.round(tookMs.at(-1) ?? Number.NaN);
    return { calls: tookMs.length, refused, retried, p95Ms, slowestMs };
  };
}
