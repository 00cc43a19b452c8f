import type { AddressRule } from './address-policy.ts';
import type { AllowList } from './allow-list.ts';

/** Why a target is refused; stable, safe to show to whoever set it. */
export type TargetRule =
  | AddressRule
  | 'invalid_url'
  | 'scheme'
  | 'credentials'
  | 'port'
  | 'local_name'
  | 'ourselves'
  | 'downgrade';

/** `operator`: from our own configuration, trusted. `organization`: anything an organization can set (security S29). */
export type Trust = 'operator' | 'organization';

/** What an organization's targets are judged by; read afresh on each use. */
export interface EgressPolicy {
  readonly allow: AllowList;
  /** Names under which this instance itself answers, such as the host of `PUBLIC_URL`. */
  readonly ownHosts: readonly string[];
  /** Addresses of this machine's network interfaces. */
  readonly ownAddresses: readonly string[];
}

/** A target in normal form: lower-case ASCII host without trailing dot or brackets, explicit port. */
export interface Target {
  readonly url: URL;
  readonly host: string;
  readonly port: number;
  readonly isLiteral: boolean;
}

/** A verdict: `rule` names what refuses. */
export type Verdict = { ok: true } | { ok: false; rule: TargetRule };
