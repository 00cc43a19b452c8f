import { JOB_STATES, type JobState, QUEUES, type QueueName } from './job-types.ts';

/** What the address of the list of jobs can carry. */
export interface JobFilter {
  state?: JobState | undefined;
  queue?: QueueName | undefined;
  /** The kind of work, such as `imports.run`. */
  name?: string | undefined;
  /** The job that is looked at. */
  job?: string | undefined;
}

const NAME_MAX_LENGTH = 100;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

function textOf(value: unknown): string {
  // An address that somebody typed reads `name=7` as a number.
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Takes the filter out of an address; every key is answered: the router keeps what a reader leaves out. */
export function readJobFilter(search: Record<string, unknown>): JobFilter {
  const name = textOf(search['name']).slice(0, NAME_MAX_LENGTH);
  const job = textOf(search['job']);
  return {
    state: JOB_STATES.find((state) => state === search['state']),
    queue: QUEUES.find((queue) => queue === search['queue']),
    name: name === '' ? undefined : name,
    job: UUID.test(job) ? job : undefined,
  };
}

/** The filter with one field changed. */
export function withField<Field extends keyof JobFilter>(
  filter: JobFilter,
  field: Field,
  value: JobFilter[Field] | undefined,
): JobFilter {
  const { [field]: _dropped, ...rest } = filter;
  return value === undefined || value === '' ? rest : { ...rest, [field]: value };
}

/** The filter as the operations take it. */
export function toJobInput({ state, queue, name }: JobFilter) {
  return { ...(state && { state }), ...toDeadInput({ queue, name }) };
}

/** The same for acts on dead jobs. */
export function toDeadInput({ queue, name }: JobFilter) {
  return { ...(queue && { queue }), ...(name && { name }) };
}

/** Whether anything is left out. */
export function isFiltering({ state, queue, name }: JobFilter): boolean {
  return [state, queue, name].some((value) => value !== undefined);
}
