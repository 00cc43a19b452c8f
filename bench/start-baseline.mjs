import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import fastify from 'fastify';
import { Client } from 'pg';

// The least that starts as much: the same command of Postgres on the same folder, one connection, one bare route. Plain
// JavaScript, because a compiler at start would be part of the time and of the memory.

/** @type {import('./lib/process-tree.ts').PostgresCommand} */
const { file, args, home, uid, gid } = JSON.parse(process.env['POSTGRES_COMMAND'] ?? '');
const POLL_MS = 5;

// The command names its folder by the third descriptor.
const folder = openSync(home, 'r');
const postgres = spawn(file, args, {
  stdio: ['ignore', 'ignore', 'ignore', folder],
  env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
  uid,
  gid,
});
closeSync(folder);
const ended = once(postgres, 'exit');

const client = await connect();
const app = fastify();
app.get('/', async () => ({ success: true, data: (await client.query('select 1')).rows[0] }));
await app.listen({ host: '127.0.0.1', port: Number(process.env['PORT']) });
process.stdout.write(`ready http://127.0.0.1:${process.env['PORT']}\n`);

process.on('SIGTERM', () => void stop());

/** Tries until the server lets us in. Throws when it is gone. */
async function connect() {
  for (;;) {
    const candidate = new Client({ connectionString: process.env['DATABASE_URL'] });
    try {
      await candidate.connect();
      candidate.on('error', () => undefined);
      return candidate;
    } catch (error) {
      if (postgres.exitCode !== null) throw error;
      await sleep(POLL_MS);
    }
  }
}

async function stop() {
  await client.end();
  postgres.kill('SIGINT');
  await ended;
  process.exit(0);
}
