// `npm run nodes`: several api and worker processes of one instance on this machine, behind one address.
import './lib/require-node.mjs';

const { exitOnFailure } = await import('./lib/say.mjs');
try {
  const { ensureBuilt } = await import('./lib/start.mjs');
  const main = await ensureBuilt();
  const { register } = await import('tsx/esm/api');
  register();
  const { runNodes } = await import('./nodes/run-nodes.ts');
  await runNodes(main, process.argv.slice(2));
} catch (error) {
  exitOnFailure(error);
}
