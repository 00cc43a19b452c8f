// `npm run check`: everything about the code that can be checked without running it.
import './lib/require-node.mjs';

const { exitOnFailure } = await import('./lib/say.mjs');
try {
  const { ensureInstalled } = await import('./lib/install.mjs');
  const { runChecks } = await import('./check/run.mjs');
  await ensureInstalled();
  process.exitCode = await runChecks();
} catch (error) {
  exitOnFailure(error);
}
