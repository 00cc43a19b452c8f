// `npm start`: from a clean clone to a running server with nothing but Node.
import './lib/require-node.mjs';

const { exitOnFailure } = await import('./lib/say.mjs');
try {
  const { startServer } = await import('./lib/start.mjs');
  await startServer();
} catch (error) {
  exitOnFailure(error);
}
