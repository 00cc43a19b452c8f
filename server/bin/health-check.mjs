// Asks the server of this container for its health: `node health-check.mjs /health/ready`. Ends with 0 when it is well.
// Without the program's own code, since it runs every few seconds.
const TIMEOUT_MS = 4_000;

const { HOST = '127.0.0.1', PORT = '3000' } = process.env;
const isEverywhere = HOST === '0.0.0.0' || HOST === '::';
const host = isEverywhere ? '127.0.0.1' : HOST.includes(':') ? `[${HOST}]` : HOST;
const url = `http://${host}:${PORT}${process.argv[2] ?? '/health/live'}`;

try {
  const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  process.stdout.write(`${answer.status} ${await answer.text()}\n`);
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  const { message, cause } = /** @type {Error} */ (error);
  process.stdout.write(`${url}: ${cause instanceof Error ? cause.message : message}\n`);
  process.exitCode = 1;
}
