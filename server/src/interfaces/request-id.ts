import { createId } from '../kernel/ids.ts';

const WELL_FORMED = /^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/;

/** The caller's request id when it is well-formed (8 to 64 letters, digits, `.`, `_`, `-`), a fresh one otherwise. */
export function chooseRequestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && WELL_FORMED.test(given) ? given : createId();
}
