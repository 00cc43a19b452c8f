import fastify from 'fastify';
import { openEngine } from '../server/src/platform/queue/open-engine.ts';

/**
 * One job per message, as most programs do it: a bare route that puts the message into BullMQ on Postgres, and as many
 * handlers at once as ours has slots, which do nothing. `POST /work` works off what lies there.
 */
const { DATABASE_URL, DATABASE_ADMIN_URL, PORT, SLOTS } = process.env;
const engine = await openEngine({
  kind: 'postgres',
  connectionString: DATABASE_URL ?? '',
  adminConnectionString: DATABASE_ADMIN_URL ?? '',
});
const name = 'bench-notify';
const queue = engine.buildQueue(name, { defaultJobOptions: { removeOnComplete: true } });
const app = fastify();
app.post<{ Body: { to: unknown; content: unknown } }>('/notifications', async ({ body }, reply) => {
  const job = await queue.add('send', body);
  return reply.code(202).send({ success: true, data: { jobId: job.id, state: 'queued' } });
});

app.post<{ Body: { count: number } }>('/fill', async ({ body: { count } }) => {
  const CHUNK = 500;
  for (let from = 0; from < count; from += CHUNK)
    await queue.addBulk(
      Array.from({ length: Math.min(CHUNK, count - from) }, (_, index) => ({
        name: 'send',
        data: { to: [{ email: `p${from + index}@example.test` }], content: { title: 'Version 2' } },
      })),
    );
  return {};
});

app.post<{ Body: { count: number } }>('/work', async ({ body: { count } }) => {
  let done = 0;
  const worker = engine.buildWorker(name, async () => {}, { concurrency: Number(SLOTS) });
  worker.on('error', () => {});
  await new Promise<void>((resolve) => {
    worker.on('completed', () => {
      done += 1;
      if (done === count) resolve();
    });
  });
  await worker.close();
  return {};
});

await app.listen({ host: '127.0.0.1', port: Number(PORT) });
process.stdout.write(`ready http://127.0.0.1:${PORT}\n`);
process.on('SIGTERM', () => process.exit(0));
