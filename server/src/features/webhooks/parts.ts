import type { Access } from '../../platform/access.ts';
import { authorize } from '../../platform/authorize.ts';
import type { Permission } from '@boardwire/contract/permissions';
import type { Database, Transaction } from '../../platform/database/database.ts';
import type { Egress } from '../../platform/egress/egress.ts';
import type { Log } from '../../platform/log.ts';
import type { Sealer } from '../../platform/sealing.ts';
import { deliveries } from '../delivery/index.ts';
import type { KeptSecret } from './domain/secrets.ts';

/** What webhooks stand on. */
export interface WebhooksParts {
  database: Database;
  sealer: Sealer;
  log: Log;
  /** Judges an address as it is saved. */
  egress: Pick<Egress, 'check'>;
  access: Pick<Access, 'loadGrants' | 'loadBoard'>;
}

/** The fingerprint by which deliveries know their endpoint. */
export function hashEndpoint(sealer: Sealer, endpointId: string): Buffer {
  return deliveries.hashAddress(sealer, 'webhook', endpointId);
}

/** Encrypts the secrets of an endpoint, bound to their place (security S15). */
export function sealSecrets(
  sealer: Sealer,
  endpoint: { organizationId: string; id: string },
  secrets: readonly KeptSecret[],
): string {
  return sealer.seal(JSON.stringify(secrets), placeOf(endpoint));
}

/** Decrypts them. Throws SealError. */
export function openSecrets(
  sealer: Sealer,
  endpoint: { organizationId: string; id: string; secretsSealed: string },
): KeptSecret[] {
  return JSON.parse(sealer.open(endpoint.secretsSealed, placeOf(endpoint))) as KeptSecret[];
}

function placeOf({ organizationId, id }: { organizationId: string; id: string }): string {
  return `webhook_endpoints.secrets_sealed ${organizationId} ${id}`;
}

/** What the person behind an endpoint would have to see. */
export interface Sight {
  organizationId: string;
  boardId: string | null;
  type: string;
}

/** Whether a person may see what an event tells, by the rows of this transaction (security S20, S48). */
export async function canSee(
  tx: Transaction,
  { access }: Pick<WebhooksParts, 'access'>,
  userId: string | null,
  { organizationId, boardId, type }: Sight,
): Promise<boolean> {
  if (userId === null) return false;
  const grants = await access.loadGrants(tx, [userId], organizationId);
  const grant = grants.get(userId) ?? null;
  const actor = { kind: 'user', userId, sessionId: '' } as const;
  // Whoever may not manage webhooks any more hears by none either.
  if (authorize(actor, 'webhooks:manage', grant) !== 'allowed') return false;
  if (boardId === null) return authorize(actor, permissionFor(type), grant) === 'allowed';
  const board = (await access.loadBoard(tx, boardId, [userId]))(userId);
  return board !== null && authorize(actor, 'board:read', grant, board) === 'allowed';
}

function permissionFor(type: string): Permission {
  return type.startsWith('member.') ? 'members:read' : 'organization:read';
}
