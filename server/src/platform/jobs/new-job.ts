import { createId } from '../../kernel/ids.ts';
import type { JobDefinition } from '../queue/job.ts';
import { encodePayload } from '../queue/payload.ts';
import type { QueueName, QueueSettings } from '../queue/queue-settings.ts';
import { currentSpan } from '../trace/current-span.ts';

/** A job as our rows keep it, before its first start. */
export interface NewJob {
  readonly id: string;
  readonly queue: QueueName;
  readonly name: string;
  readonly payload: unknown;
  /** 0 comes first. */
  readonly priority: number;
  readonly attempts: number;
  readonly firstWaitMs: number;
  readonly delayMs: number;
  /** The schedule that asks for it. */
  readonly schedule: string | null;
  readonly traceparent: string | null;
}

/** What may be said of a job besides its payload. */
export interface NewJobOptions {
  readonly delayMs?: number;
  /** 0 (first, default) to 2,097,151 (last). */
  readonly priority?: number;
  readonly schedule?: string;
}

/** A payload that its own declaration refuses: our mistake, not worth another try. */
export class JobPayloadError extends Error {}

/** Checks a payload and gives the job its tries. Throws JobPayloadError. */
export function prepareJob<Payload>(
  job: JobDefinition<Payload>,
  payload: Payload,
  options: NewJobOptions,
  settings: Record<QueueName, QueueSettings>,
): NewJob {
  const encoded = encodePayload(job, payload);
  if (!encoded.ok) throw new JobPayloadError(encoded.problem);
  const defaults = settings[job.queue];
  return {
    id: createId(),
    queue: job.queue,
    name: job.name,
    payload: encoded.stored,
    priority: options.priority ?? 0,
    attempts: job.attempts ?? defaults.attempts,
    firstWaitMs: job.backoffMs ?? defaults.firstWaitMs,
    delayMs: options.delayMs ?? 0,
    schedule: options.schedule ?? null,
    traceparent: currentSpan()?.traceparent ?? null,
  };
}
