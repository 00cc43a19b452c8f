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
  | {
      kind: 'shareLink';
      linkId: string;
      boardId: string;
      organizationId: string;
      /** Milliseconds that it still worked for when it was asked; null without end. */
      endsInMs: number | null;
    }
  | { kind: 'system'; name: string };

/** What is known of the request besides its input. */
export interface RequestInfo {
  requestId: string;
  ipAddress: string;
  userAgent: string;
  idempotencyKey?: string | undefined;
  /** States of the answer that the caller has: the header `If-None-Match` of a read. */
  ifNoneMatch?: string | undefined;
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
    case 'shareLink':
      return `shareLink:${actor.linkId}`;
    case 'system':
      return `system:${actor.name}`;
  }
}
