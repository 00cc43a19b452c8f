import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fromRoot } from './paths.mjs';

const DEFAULT_PORT = '3000';

/**
 * Runs the server from its sources, restarting it on changes, and the web app's development
 * server, which passes API calls on to it. Ends when the server ends for good.
 * @param {string[]} args passed on to the server
 */
export async function startDevelopment(args) {
  process.env['BOARDWIRE_API'] ??= `http://127.0.0.1:${process.env['PORT'] ?? DEFAULT_PORT}`;
  const watch = [fromRoot('node_modules/tsx/dist/cli.mjs'), 'watch', '--clear-screen=false'];
  const server = spawn(process.execPath, [...watch, fromRoot('server/src/main.ts'), ...args], {
    cwd: fromRoot(),
    stdio: 'inherit',
  });
  const ended = once(server, 'exit');
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => server.kill(signal));
  }
  const { createServer } = await import('vite');
  const web = await createServer({ root: fromRoot('web') });
  await web.listen();
  web.printUrls();
  await ended;
  await web.close();
}
