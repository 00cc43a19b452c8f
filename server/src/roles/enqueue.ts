import type { JobDefinition } from '../platform/queue/job.ts';

/** Rings a job's doorbell. */
export type Enqueue = <Payload>(
  job: JobDefinition<Payload>,
  payload: Payload,
  dedupeId: string,
) => Promise<void>;
