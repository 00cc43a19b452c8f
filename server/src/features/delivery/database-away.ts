import { Refusal } from '../../platform/refusal.ts';

/** Whether an error says only that the database does not answer right now: whatever it was about is for later. */
export function isDatabaseAway(error: unknown): error is Refusal {
  return error instanceof Refusal && error.code === 'SERVICE_UNAVAILABLE';
}
