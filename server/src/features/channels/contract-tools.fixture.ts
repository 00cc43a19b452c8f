import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = process.env['BOARDWIRE_CONTRACT_TOOLS'] ?? join(root, 'test/contract-tools');
const modules = join(folder, 'node_modules');

/** Where a vendors' published contract lies. */
export function contractPath(path: string): string {
  const data = join(root, process.env['BOARDWIRE_TEST_DATA'] ?? '../shared/data');
  return join(data, 'contracts', path);
}

/** Where a program that others wrote lies, of those of test/contract-tools/package.json. */
export function toolPath(name: string): string {
  return join(modules, name);
}

/** Whether something beside the repository is here; says so where it is not. */
export function isHere(path: string): boolean {
  const isThere = existsSync(path);
  if (!isThere)
    process.stderr.write(
      `skipped: no ${path}; BOARDWIRE_TEST_DATA names the folder of contracts, BOARDWIRE_CONTRACT_TOOLS that of tools\n`,
    );
  return isThere;
}

/** Loads one. */
export function loadTool<Tool>(name: string): Tool {
  return createRequire(join(modules, 'x.js'))(name) as Tool;
}

/** A vendor's description of its API, answering as it says, and refusing what it does not know. */
export interface PrismMock {
  url: string;
  stop(): Promise<void>;
}

/** Starts Prism over a description. */
export async function startPrism(description: string): Promise<PrismMock> {
  const port = await findPort();
  const main = join(modules, '@stoplight/prism-cli/dist/index.js');
  const child = spawn(process.execPath, [main, 'mock', '--port', String(port), description], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await waitForLine(child, /Prism is listening/);
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function waitForLine(child: ChildProcess, line: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (line.test(said)) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => reject(new Error(`it ended: ${said}`)));
  });
}
