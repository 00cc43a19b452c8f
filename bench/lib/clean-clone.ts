import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findFreePort, startProcess } from './processes.ts';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../../', import.meta.url));

/** What `npm run` tells its scripts about this folder; in another one it would mislead npm. */
const OF_THIS_FOLDER = /^npm_(package|lifecycle|config_local_prefix)|^INIT_CWD$/;

/** Clones HEAD, calls `npm start` and asks for the first page; answers how long all of it took, in milliseconds. */
export async function timeCleanClone(): Promise<number> {
  return inClone(async (folder) => {
    const server = await startProcess(
      [findNpm(), 'start'],
      {
        ...withoutThisFolder(),
        BOARDWIRE_DATA: join(folder, 'data'),
        PORT: String(await findFreePort()),
        LOG_LEVEL: 'warn',
      },
      folder,
    );
    const response = await fetch(server.url);
    const page = await response.text();
    return {
      end: () => server.stop(),
      isGood: response.ok && page.includes('<script'),
    };
  });
}

/** Clones HEAD and installs its packages, which is what any such program has to do; in milliseconds. */
export async function timeInstallation(): Promise<number> {
  return inClone(async (folder) => {
    await run(process.execPath, [findNpm(), 'ci', '--include=dev', '--no-audit', '--no-fund'], {
      cwd: folder,
      env: { ...process.env, ...withoutThisFolder() },
    });
    return { end: async () => undefined, isGood: true };
  });
}

/** Measures from the clone to the end of `work`. Throws when its outcome is not good. */
async function inClone(
  work: (folder: string) => Promise<{ end(): Promise<void>; isGood: boolean }>,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'boardwire-clone-'));
  try {
    const startedAtMs = performance.now();
    await run('git', ['clone', '--quiet', repository, folder]);
    const { end, isGood } = await work(folder);
    const elapsedMs = performance.now() - startedAtMs;
    await end();
    if (!isGood) throw new Error('the first page was not answered');
    return elapsedMs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The npm that runs this benchmark. */
function findNpm(): string {
  const path = process.env['npm_execpath'];
  if (path === undefined) throw new Error('start this benchmark with npm run bench');
  return path;
}

function withoutThisFolder(): Record<string, undefined> {
  const names = Object.keys(process.env).filter((name) => OF_THIS_FOLDER.test(name));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}
