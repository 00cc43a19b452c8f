// `npm run dev`: the server restarts when its sources change, the web app reloads in place.
import './lib/require-node.mjs';

const { exitOnFailure } = await import('./lib/say.mjs');
try {
  const { ensureInstalled } = await import('./lib/install.mjs');
  await ensureInstalled();
  const { startDevelopment } = await import('./lib/dev.mjs');
  await startDevelopment(process.argv.slice(2));
} catch (error) {
  exitOnFailure(error);
}
