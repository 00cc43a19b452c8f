import { allowsHost } from './allow-list.ts';
import type { NameResolver } from './resolver.ts';
import { judgeEndpoint, judgeHost } from './target.ts';
import type { EgressPolicy, TargetRule, Trust } from './policy.ts';

/** Addresses that may be connected to now; never cached, since the next answer may differ (rebinding). */
export type CheckedAddresses =
  | { ok: true; addresses: string[] }
  | { ok: false; reason: 'blocked'; rule: TargetRule }
  | { ok: false; reason: 'dns'; detail: string };

/** What a check needs besides the endpoint itself. */
export interface CheckContext {
  readonly resolver: NameResolver;
  readonly policy: () => EgressPolicy;
}

/** Resolves a host and judges every answer: one refused address refuses the host (security S30). */
export async function resolveChecked(
  endpoint: { host: string; port: number; isLiteral: boolean },
  trust: Trust,
  context: CheckContext,
): Promise<CheckedAddresses> {
  const policy = context.policy();
  const isTrusted = trust === 'operator';
  const verdict = isTrusted ? { ok: true as const } : judgeHost(endpoint, policy);
  if (!verdict.ok) return { ok: false, reason: 'blocked', rule: verdict.rule };
  if (endpoint.isLiteral) return { ok: true, addresses: [endpoint.host] };
  const isNamedByOperator = isTrusted || allowsHost(policy.allow, endpoint.host, endpoint.port);
  const answer = await resolve(context.resolver, endpoint.host, isNamedByOperator);
  return answer.ok && !isTrusted ? judgeAll(answer.addresses, endpoint, policy) : answer;
}

async function resolve(
  resolver: NameResolver,
  host: string,
  bySystem: boolean,
): Promise<CheckedAddresses> {
  try {
    const addresses = await resolver.resolve(host, bySystem ? 'system' : 'dns');
    if (addresses.length > 0) return { ok: true, addresses };
    return { ok: false, reason: 'dns', detail: `${host} has no address` };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    return { ok: false, reason: 'dns', detail: `${host}: ${code}` };
  }
}

function judgeAll(
  addresses: string[],
  endpoint: { host: string; port: number },
  policy: EgressPolicy,
): CheckedAddresses {
  for (const address of addresses) {
    const verdict = judgeEndpoint({ ...endpoint, address }, policy);
    if (!verdict.ok) return { ok: false, reason: 'blocked', rule: verdict.rule };
  }
  return { ok: true, addresses };
}
