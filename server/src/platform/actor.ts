import type { Permission } from '@boardwire/contract/permissions';

/** Who asks. */
export type Actor =
  | { kind: 'anonymous' }
  | { kind: 'user'; userId: string; sessionId: string }
  | {
      kind: 'apiKey';
      userId: string;
      apiKeyId: string;
      organizationId: string;
      scopes: readonly Permission[];
    }
  | { kind: 'system'; name: string };

/** What is known of the request besides its input. */
export interface RequestInfo {
  requestId: string;
  ipAddress: string;
  userAgent: string;
  idempotencyKey?: string | undefined;
}

/** A stable text for the actor, for limits and idempotency scopes; anonymous callers are told apart by address. */
export function describeActor(actor: Actor, ipAddress: string): string {
  switch (actor.kind) {
    case 'anonymous':
      return `ip:${ipAddress}`;
    case 'user':
      return `user:${actor.userId}`;
    case 'apiKey':
      return `apiKey:${actor.apiKeyId}`;
    case 'system':
      return `system:${actor.name}`;
  }
}
