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

/** What is told of edits of a queue that was so old that its writer gave it up. */
export const TOO_OLD: Rejection = {
  code: 'ABORTED',
  message: 'The edit was too old and was given up.',
};

/** Codes of edits that their writer has decided about: nobody has to be told. */
export const GIVEN_UP: ReadonlySet<string> = new Set([DISCARDED.code, TOO_OLD.code]);
