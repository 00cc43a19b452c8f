import type { PlainMessageKey } from '../../i18n/message-types.ts';
import type { BadgeTone } from '../../ui/badge.tsx';
import type { Call, CallState } from './webhook-types.ts';

/** States that a call can be in, in the order of a filter. */
export const callStates = [
  'queued',
  'sending',
  'uncertain',
  'sent',
  'failed',
  'suppressed',
  'cancelled',
  'expired',
] as const satisfies readonly CallState[];

const STATES = {
  queued: { tone: 'accent', label: 'hooks.callQueued' },
  sending: { tone: 'accent', label: 'hooks.callSending' },
  uncertain: { tone: 'warning', label: 'hooks.callUncertain' },
  sent: { tone: 'success', label: 'hooks.callSent' },
  delivered: { tone: 'success', label: 'hooks.callSent' },
  failed: { tone: 'danger', label: 'hooks.callFailed' },
  cancelled: { tone: 'neutral', label: 'hooks.callCancelled' },
  suppressed: { tone: 'neutral', label: 'hooks.callSuppressed' },
  expired: { tone: 'neutral', label: 'hooks.callExpired' },
} as const satisfies Record<CallState, { tone: BadgeTone; label: PlainMessageKey }>;

/** What a state is called. */
export function stateText(state: CallState): PlainMessageKey {
  return STATES[state].label;
}

/** How a call stands, in a word and its colour. */
export function describeCall({ state, hold }: Pick<Call, 'state' | 'hold'>): {
  tone: BadgeTone;
  label: PlainMessageKey;
} {
  if (state === 'queued' && hold === 'retry') return { tone: 'warning', label: 'hooks.callRetry' };
  if (state === 'queued' && hold === 'throttled')
    return { tone: 'accent', label: 'hooks.callThrottled' };
  return STATES[state];
}

/** Whether nothing happens to it any more. */
export function isOver({ state }: Pick<Call, 'state'>): boolean {
  return state !== 'queued' && state !== 'sending' && state !== 'uncertain';
}

const WHY: Readonly<Record<string, PlainMessageKey>> = {
  endpointDisabled: 'hooks.whyDisabled',
  endpointDeleted: 'hooks.whyDeleted',
  cannotSee: 'hooks.whyCannotSee',
  permission: 'hooks.whyCannotSee',
  timeout: 'hooks.codeTimeout',
  dns: 'hooks.codeDns',
  network: 'hooks.codeNetwork',
  busy: 'hooks.codeBusy',
  breaker_open: 'hooks.codeBreaker',
  uncertain: 'hooks.codeUncertain',
  blocked: 'hooks.codeBlocked',
  endpoint_disabled: 'hooks.codeDisabled',
  too_large: 'hooks.codeTooLarge',
};

/** Why it is so, where we have words for it. */
export function findWhy(code: string | null): PlainMessageKey | undefined {
  return code === null ? undefined : WHY[code];
}
