import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Calls that are made again and again, one after the other, from a thread of their own. */
export interface ApiCalls {
  url: string;
  token: string;
  calls: { method: 'GET' | 'POST'; path: string; body?: object }[];
  pauseMs: number;
}

/** How the API answered meanwhile. */
export interface ApiFigures {
  calls: number;
  /** Answers that were not 200, with their status. */
  refused: string[];
  p95Ms: number;
}

/** In a thread: a test that opens a thousand connections is late for the answers that it waits for. */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const { url, token, calls, pauseMs } = workerData;
const headers = { authorization: 'Bearer ' + token, 'content-type': 'application/json' };
const tookMs = [];
const refused = [];
let isOver = false;
parentPort.once('message', () => (isOver = true));
(async () => {
  for (let turn = 0; !isOver; turn += 1) {
    const { method, path, body } = calls[turn % calls.length];
    const startedAtMs = performance.now();
    const response = await fetch(url + '/api/v1' + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await response.text();
    tookMs.push(performance.now() - startedAtMs);
    if (response.status !== 200) refused.push(response.status + ' ' + path + ' ' + text);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  parentPort.postMessage({ tookMs, refused });
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
    const told = once(worker, 'message') as Promise<[{ tookMs: number[]; refused: string[] }]>;
    worker.postMessage('stop');
    const [{ tookMs, refused }] = await Promise.race([told, failed]);
    await worker.terminate();
    tookMs.sort((a, b) => a - b);
    const p95Ms = Math.round(tookMs[Math.ceil(0.95 * tookMs.length) - 1] ?? Number.NaN);
    return { calls: tookMs.length, refused, p95Ms };
  };
}
