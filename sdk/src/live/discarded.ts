import type { PendingMutation, Rejection } from './pending-mutation.ts';

/**
 * What takes the place of calls that were given up: the server refuses it. A number must not be left out, and the
 * server may have done the edit already, unheard; then it repeats its answer, whatever comes under that number.
 */
export const NOTHING: PendingMutation['calls'] = [{ op: 'discarded', input: {} }];

/** What is told of an edit that its writer gave up. */
export const DISCARDED: Rejection = {
  code: 'DISCARDED',
  message: 'The edit was given up before it was sent.',
};
