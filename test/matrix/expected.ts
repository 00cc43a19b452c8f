import type { OperationSpec } from '../../contract/src/define.ts';
import type { Principal } from './principals.ts';

/** What a declaration promises to a principal, as an HTTP status; `allowed` is any answer that is not a refusal of access. */
export type Verdict = 401 | 403 | 404 | 'allowed';

/**
 * Reads the verdict off the declaration and the principal's permissions. It is written apart from the product's own
 * decision on purpose: two readings of the same rule that must agree.
 */
export function expectVerdict({ access }: OperationSpec, principal: Principal): Verdict {
  if (access.kind === 'public') return 'allowed';
  if (principal.kind === 'anonymous' || principal.kind === 'invalid') return 401;
  if (access.kind === 'user')
    return principal.kind === 'user' || access.apiKeys === true ? 'allowed' : 403;
  if (access.kind === 'instance') return principal.isInstanceOwner === true ? 'allowed' : 403;
  if (principal.kind === 'apiKey' && access.apiKeys === false) return 403;
  if (principal.permissions === null || !principal.permissions.includes('organization:read'))
    return 404;
  return principal.permissions.includes(access.permission) ? 'allowed' : 403;
}

/** The verdict that an answer amounts to. */
export function readVerdict(status: number): Verdict {
  return status === 401 || status === 403 || status === 404 ? status : 'allowed';
}
