// `npm test [part of a file name …]`: installs, provides engines, runs the tests.
import './lib/require-node.mjs';

const { exitOnFailure } = await import('./lib/say.mjs');
const { formatClosingLine } = await import('./test/closing-line.mjs');
try {
  const { ensureInstalled } = await import('./lib/install.mjs');
  const { runTests } = await import('./test/run.mjs');
  await ensureInstalled();
  process.exitCode = await runTests(process.argv.slice(2));
} catch (error) {
  // Whoever reads the last line must learn of this too.
  process.once('exit', () => console.log(formatClosingLine({ passed: 0, failed: 1, skipped: 0 })));
  exitOnFailure(error);
}
