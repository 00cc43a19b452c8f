import type { TargetRule } from './policy.ts';

/**
 * Why a call has no answer. `uncertain`: bytes left and no answer came, so the far side may have acted.
 * `network`, `timeout`, `dns`, `breaker_open`, `busy`: surely not accepted, may be tried again.
 */
export type EgressFailure =
  | 'invalid'
  | 'blocked'
  | 'dns'
  | 'network'
  | 'timeout'
  | 'uncertain'
  | 'too_large'
  | 'too_many_redirects'
  | 'breaker_open'
  | 'busy'
  | 'aborted';

/** A call that got an HTTP answer of any status. `truncated`: the body was cut, its status stands. */
export interface EgressAnswer {
  readonly ok: true;
  readonly status: number;
  /** Names in lower case; cookies removed. */
  readonly headers: Record<string, string | string[]>;
  readonly body: Uint8Array;
  readonly truncated: boolean;
  /** Where the answer came from, after redirects. */
  readonly url: string;
}

/** A call that got none. `rule` is set for `blocked`; `detail` is for logs, never for an organization's eyes. */
export interface EgressRefusal {
  readonly ok: false;
  readonly reason: EgressFailure;
  readonly detail: string;
  readonly rule?: TargetRule;
}

export type EgressResult = EgressAnswer | EgressRefusal;

/** A refusal without a rule. */
export function refuse(reason: EgressFailure, detail: string): EgressRefusal {
  return { ok: false, reason, detail };
}

/** A target that the address policy refuses. */
export function block(rule: TargetRule): EgressRefusal {
  return { ok: false, reason: 'blocked', detail: `target refused: ${rule}`, rule };
}
