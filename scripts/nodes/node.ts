import { spawn, type ChildProcess } from 'node:child_process';
import { get } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../engines/machine.mjs';
import { keepRunning, type Kept } from './keep-running.ts';
import type { Backend } from './proxy.ts';

/** One process of the instance. */
export interface Node extends Backend {
  role: 'api' | 'worker';
  name: string;
  pid(): number | null;
  /** Resolves once it is ready for the first time; rejects with what it said when it ends before. */
  started: Promise<void>;
  stop(): Promise<void>;
  kill(): void;
}

export interface NodeOptions {
  role: 'api' | 'worker';
  /** Of its role, from 1. */
  number: number;
  main: string;
  environment: Record<string, string>;
  say(line: string): void;
}

const END_WITH_PARENT = new URL('end-with-parent.mjs', import.meta.url).href;
const LOOK_MS = 1_000;
/** People wait for a node that starts. */
const LOOK_AT_START_MS = 200;
const ANSWER_LIMIT_MS = 2_000;
/** Its event loop is blocked for so long: nobody ends such a process but its supervisor. */
const HUNG_AFTER_MS = 30_000;
/** Of what a node says before it is ready, what people need; the rest is said once, for all of them. */
const FOR_PEOPLE = /set-up code/;
/** Our own questions, one a second to each node. */
const OWN_REQUEST = '"path":"/health/ready","status":200';

/** Starts a node and keeps it running; its port is another one at each start. */
export async function startNode(options: NodeOptions): Promise<Node> {
  const { role, number, say } = options;
  const name = `${role} ${number}`;
  const state = { port: await findFreePort(), isReady: false, said: [] as string[] };
  const kept = keepRunning({
    name,
    say,
    start() {
      state.said = [];
      return launch(options, state, (line) => say(`${name} | ${line}`));
    },
  });
  const watching = new AbortController();
  const isFirstReady = watch(state, kept, watching.signal, () =>
    say(`${name} has not answered for ${HUNG_AFTER_MS / 1_000} s; it is ended`),
  );
  const endedEarly = kept.ended().then((how) => {
    throw new Error(`${name} ended (${how}) before it was ready:\n${state.said.join('\n')}`);
  });
  endedEarly.catch(() => undefined);
  return {
    role,
    name,
    started: Promise.race([isFirstReady, endedEarly]),
    port: () => state.port,
    isReady: () => state.isReady && kept.pid() !== null,
    pid: () => kept.pid(),
    async stop() {
      state.isReady = false;
      await kept.stop();
      watching.abort();
    },
    kill: () => kept.kill(),
  };
}

interface NodeState {
  port: number;
  isReady: boolean;
  /** Lines since the last start, until it was ready. */
  said: string[];
}

function launch(
  { role, main, environment }: NodeOptions,
  state: NodeState,
  tell: (line: string) => void,
): ChildProcess {
  const own = { ...environment, HOST: '127.0.0.1', PORT: String(state.port) };
  const args = ['--enable-source-maps', '--import', END_WITH_PARENT, main, '--role', role];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...own },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Ctrl-C reaches whoever watches over the nodes alone, which ends them in order.
    detached: true,
  });
  let isAnnounced = false;
  createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> }).on(
    'line',
    (line) => {
      if (!isAnnounced) state.said.push(line);
      isAnnounced ||= line.startsWith('ready ');
      const isLog = line.startsWith('{') && !line.includes(OWN_REQUEST);
      if (isLog || FOR_PEOPLE.test(line)) tell(line.trim());
    },
  );
  createInterface({ input: child.stderr as NonNullable<ChildProcess['stderr']> }).on(
    'line',
    (line) => {
      if (isAnnounced) tell(line);
      else state.said.push(line);
    },
  );
  child.once('exit', () => {
    state.isReady = false;
  });
  return child;
}

/** Asks the node again and again whether it is ready; resolves when it is for the first time. */
function watch(
  state: NodeState,
  kept: Kept,
  signal: AbortSignal,
  onHung: () => void,
): Promise<void> {
  return new Promise((resolve) => {
    let silentSinceMs = performance.now();
    const look = async () => {
      while (!signal.aborted) {
        const status = await ask(state.port);
        state.isReady = status === 200;
        if (state.isReady) resolve();
        if (status !== null || kept.pid() === null) silentSinceMs = performance.now();
        if (performance.now() - silentSinceMs > HUNG_AFTER_MS) {
          onHung();
          kept.kill();
          silentSinceMs = performance.now();
        }
        await sleep(state.isReady ? LOOK_MS : LOOK_AT_START_MS);
      }
    };
    void look();
  });
}

/** The status of `/health/ready`; null when nobody answers. */
function ask(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const request = get(
      { host: '127.0.0.1', port, path: '/health/ready', timeout: ANSWER_LIMIT_MS, agent: false },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? null);
      },
    );
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(null));
  });
}
