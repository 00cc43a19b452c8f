// `npm test [part of a file name …]`: installs, provides engines, runs the tests. With --nightly those of the night too.
import './lib/require-node.mjs';

const NIGHTLY = '--nightly';

const { exitOnFailure } = await import('./lib/say.mjs');
const { formatClosingLine } = await import('./test/closing-line.mjs');
try {
  const { ensureInstalled } = await import('./lib/install.mjs');
  const { runTests } = await import('./test/run.mjs');
  await ensureInstalled();
  const args = process.argv.slice(2);
  if (args.includes(NIGHTLY)) process.env['BOARDWIRE_TESTS'] = 'nightly';
  process.exitCode = await runTests(args.filter((arg) => arg !== NIGHTLY));
} catch (error) {
  // Whoever reads the last line must learn of this too.
  process.once('exit', () => console.log(formatClosingLine({ passed: 0, failed: 1, skipped: 0 })));
  exitOnFailure(error);
}
