import type { CallState } from './webhook-types.ts';

/** What of an endpoint's log is shown. */
export interface CallSearch {
  state?: CallState | undefined;
  /** The call that is open. */
  call?: string | undefined;
}

const STATES: Readonly<Record<CallState, true>> = {
  queued: true,
  sending: true,
  uncertain: true,
  sent: true,
  delivered: true,
  failed: true,
  cancelled: true,
  suppressed: true,
  expired: true,
};
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

function isState(value: unknown): value is CallState {
  return typeof value === 'string' && Object.hasOwn(STATES, value);
}

/** Reads it from an address; what is no such thing is left out. */
export function readCallSearch({ state, call }: Record<string, unknown>): CallSearch {
  return {
    state: isState(state) ? state : undefined,
    call: typeof call === 'string' && UUID.test(call) ? call : undefined,
  };
}
