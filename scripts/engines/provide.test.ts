import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { engines, isNeededBy } from './engines.mjs';
import { findBinary } from './machine.mjs';
import type { Engine } from './engines.mjs';
import { provideEngine } from './provide.mjs';

const variable = 'BOARDWIRE_TEST_ENGINE_URL';
const server = {
  listArguments: (port: number) => [String(port)],
  formatUrl: (port: number) => `probe://127.0.0.1:${port}`,
};
// Listens on the port of its last argument; as `docker run` it prints an id and stays behind.
const listener = `#!${process.execPath}
const port = process.argv.at(-1);
require('node:net').createServer().listen(Number(port), '127.0.0.1');
`;
const docker = `#!${process.execPath}
const { spawn } = require('node:child_process');
const [command, ...args] = process.argv.slice(2);
if (command === 'rm') process.kill(Number(args.at(-1)));
else {
  const port = args[args.indexOf('-p') + 1].split(':')[1];
  const child = spawn('probe-server', [port], { detached: true, stdio: 'ignore' });
  child.unref();
  console.log(child.pid);
}
`;

let dir: string;
let lines: string[];

const provide = (engine: Engine) => provideEngine(engine, (line) => lines.push(line));

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'boardwire-engines-'));
  lines = [];
  mkdirSync(join(dir, 'bin'));
  vi.stubEnv('PATH', join(dir, 'bin'));
  vi.stubEnv(variable, '');
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

function addProgram(name: string, text: string): string {
  const path = join(dir, 'bin', name);
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

function isListening(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

describe('engine for tests', () => {
  it('is the one that the variable names, before any other', async () => {
    vi.stubEnv(variable, 'probe://given');
    addProgram('probe', listener);
    const provided = await provide({ name: 'probe', variable, binaries: ['probe'] });
    expect(provided?.value).toBe('probe://given');
  });

  it('is left to the harness when that brings its own', async () => {
    const provided = await provide({ name: 'probe', variable, isBuiltIn: true });
    expect(provided).toMatchObject({ value: undefined, from: 'the test harness' });
  });

  it('is a program on the PATH, the first name first, only if it can be run', async () => {
    const second = addProgram('second', listener);
    expect(findBinary(['first', 'second'])).toBe(second);
    const first = addProgram('first', listener);
    chmodSync(first, 0o644);
    expect(findBinary(['first', 'second'])).toBe(second);
    chmodSync(first, 0o755);
    const provided = await provide({ name: 'x', variable, binaries: ['first', 'second'] });
    expect(provided?.value).toBe(first);
  });

  it('is started from a program, answers, and is stopped', async () => {
    addProgram('probe', listener);
    const provided = await provide({ name: 'probe', variable, binaries: ['probe'], server });
    const url = provided?.value ?? '';
    expect(await isListening(url)).toBe(true);
    await provided?.stop();
    expect(await isListening(url)).toBe(false);
  });

  it('is started in Docker when there is no program, and removed', async () => {
    addProgram('probe-server', listener);
    addProgram('docker', docker);
    const inDocker = { ...server, image: 'probe:1', imagePort: 4000 };
    const provided = await provide({ name: 'probe', variable, server: inDocker });
    expect(provided?.from).toBe('Docker image probe:1');
    const url = provided?.value ?? '';
    expect(await isListening(url)).toBe(true);
    await provided?.stop();
    await expect.poll(() => isListening(url)).toBe(false);
  });

  it('falls back to the next way when a program ends before it answers', async () => {
    addProgram('probe', `#!${process.execPath}\nprocess.exit(1)\n`);
    const provided = await provide({ name: 'probe', variable, binaries: ['probe'], server });
    expect(provided).toBeUndefined();
    expect(lines).toEqual([
      expect.stringContaining('ended before it answered'),
      expect.stringMatching(/^SKIPPED: no probe/),
    ]);
  });

  it('is needed by files that import its helper or read its variable', () => {
    const chromium = engines.find(({ name }) => name === 'chromium');
    if (!chromium) throw new Error('no entry for chromium');
    expect(isNeededBy(chromium, "import { x } from '../harness/chromium.ts';")).toBe(true);
    expect(isNeededBy(chromium, "process.env['CHROMIUM_PATH']")).toBe(true);
    expect(isNeededBy(chromium, "import { x } from '../harness/server.ts';")).toBe(false);
  });
});
