// `npm run build`: builds server and web app; with --if-needed only what is older than its sources.
import './lib/require-node.mjs';

const { exitOnFailure } = await import('./lib/say.mjs');
try {
  const { ensureInstalled } = await import('./lib/install.mjs');
  await ensureInstalled();
  const { buildTargets } = await import('./lib/build.mjs');
  await buildTargets({ isForced: !process.argv.includes('--if-needed') });
} catch (error) {
  exitOnFailure(error);
}
