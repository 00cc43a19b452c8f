import type { JobRows } from '../jobs/job-rows.ts';
import type { Log } from '../log.ts';
import { addJob } from './add-job.ts';
import type { BullQueue } from './engine.ts';
import type { QueueName } from './queue-settings.ts';
import type { Workers } from './workers.ts';

/** Rows that one look tells the engine of. */
const RINGS = 200;

/** What a look needs. */
export interface LookParts {
  readonly rows: JobRows;
  readonly log: Log;
  readonly running: ReadonlySet<string>;
  /** What is away is told of nothing: rows wait as they are. */
  isEngineUp(): Promise<boolean>;
  findQueue(name: QueueName): BullQueue;
  workers(): Workers | undefined;
}

/**
 * Tells the engine of rows that it does not know of, new ones, redriven ones and those that it lost; takes back what
 * vanished processes held; stops and resumes queues as their rows say. Looks never overlap.
 */
export function createLook(parts: LookParts): () => Promise<void> {
  let looking: Promise<void> | null = null;
  let isAsked = false;
  const look = async () => {
    do {
      isAsked = false;
      await lookOnce(parts);
    } while (isAsked);
  };
  return () => {
    isAsked = true;
    looking ??= look().finally(() => (looking = null));
    return looking;
  };
}

async function lookOnce(parts: LookParts): Promise<void> {
  const { rows, running, workers } = parts;
  if (running.size > 0) await rows.touch([...running]);
  await workers()?.holdQueues(new Set(await rows.readPauses()));
  await rows.reviveUnseen(RINGS);
  if (await parts.isEngineUp()) await ring(parts);
}

async function ring({ rows, log, findQueue }: LookParts): Promise<void> {
  for (;;) {
    const jobs = await rows.takeUnrung(RINGS);
    const missed: string[] = [];
    await Promise.all(
      jobs.map((job) =>
        addJob(findQueue(job.queue), job).catch((error: unknown) => {
          missed.push(job.id);
          log.debug({ err: error, job: job.name }, 'the queue’s engine took no job; its row waits');
        }),
      ),
    );
    if (missed.length > 0) await rows.markUnrung(missed);
    if (jobs.length < RINGS || missed.length > 0) return;
  }
}
