import type { Access } from '../../platform/access.ts';
import type { Database } from '../../platform/database/database.ts';
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
