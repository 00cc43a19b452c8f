import type { Output } from '@boardwire/sdk/operations';

export type JobQueue = Output<'jobs.queues'>['queues'][number];
export type QueueName = JobQueue['name'];
export type Job = Output<'jobs.list'>['items'][number];
export type JobState = Job['state'];
export type JobDetail = Output<'jobs.get'>;
export type Schedule = Output<'schedules.list'>['schedules'][number];

// Written here as well, because the contract brings its validation with it; the compiler compares them.
const queues: Readonly<Record<QueueName, true>> = {
  email: true,
  notification: true,
  webhook: true,
  report: true,
  analytics: true,
  ai: true,
  cleanup: true,
  import: true,
};
const states: Readonly<Record<JobState, true>> = {
  active: true,
  waiting: true,
  delayed: true,
  waitingChildren: true,
  dead: true,
  completed: true,
  discarded: true,
};

export const QUEUES = Object.keys(queues) as readonly QueueName[];
export const JOB_STATES = Object.keys(states) as readonly JobState[];
