import type { OutputOf } from '@boardwire/contract/define';
import type { list } from '@boardwire/contract/api-keys';
import { permissionNames, type Permission } from '@boardwire/contract/permissions';
import type { Location } from '../../platform/access.ts';
import type { Transaction } from '../../platform/database/database.ts';

/** An API key as its owner sees it. */
export type ApiKey = OutputOf<typeof list>[number];

interface KeyRow extends Omit<ApiKey, 'owner' | 'scopes'> {
  scopes: string[];
  ownerId: string;
  ownerName: string;
}

const KEYS = `
  select k.id, k.name, k.prefix, k.scopes, k.user_id as "ownerId", u.name as "ownerName", k.created_at as "createdAt",
    k.expires_at as "expiresAt", k.last_used_at as "lastUsedAt"
  from api_keys k join users u on u.id = k.user_id
  where k.organization_id = $1 and k.revoked_at is null`;

/** Keys of an organization that were not revoked, newest first: of one owner, or everybody's when `ownerId` is null. */
export async function listKeys(
  tx: Transaction,
  organizationId: string,
  ownerId: string | null,
): Promise<ApiKey[]> {
  const rows = await tx.query<KeyRow>(
    `${KEYS} and ($2::uuid is null or k.user_id = $2) order by k.created_at desc, k.id desc`,
    [organizationId, ownerId],
  );
  return rows.map(toApiKey);
}

export async function findKey(
  tx: Transaction,
  organizationId: string,
  apiKeyId: string,
): Promise<ApiKey | null> {
  const [row] = await tx.query<KeyRow>(`${KEYS} and k.id = $2`, [organizationId, apiKeyId]);
  return row === undefined ? null : toApiKey(row);
}

function toApiKey({ ownerId, ownerName, scopes, ...row }: KeyRow): ApiKey {
  return { ...row, scopes: knownScopes(scopes), owner: { userId: ownerId, name: ownerName } };
}

/** The scopes that still exist, in the order of the table. */
function knownScopes(stored: readonly string[]): Permission[] {
  return permissionNames.filter((name) => stored.includes(name));
}

export async function countKeysOf(
  tx: Transaction,
  organizationId: string,
  ownerId: string,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from api_keys
     where organization_id = $1 and user_id = $2 and revoked_at is null and (expires_at is null or expires_at > now())`,
    [organizationId, ownerId],
  );
  return row?.count ?? 0;
}

export async function insertKey(
  tx: Transaction,
  row: {
    organizationId: string;
    id: string;
    ownerId: string;
    name: string;
    prefix: string;
    secretHash: Buffer;
    scopes: readonly Permission[];
    now: Date;
    expiresAt: string | null;
  },
): Promise<void> {
  await tx.query(
    `insert into api_keys (organization_id, id, user_id, name, prefix, secret_hash, scopes, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      row.organizationId,
      row.id,
      row.ownerId,
      row.name,
      row.prefix,
      row.secretHash,
      row.scopes,
      row.now,
      row.expiresAt,
    ],
  );
}

/** Ends a key; false when somebody was quicker. */
export async function revokeKey(
  tx: Transaction,
  organizationId: string,
  apiKeyId: string,
): Promise<boolean> {
  const rows = await tx.query(
    `update api_keys set revoked_at = now() where organization_id = $1 and id = $2 and revoked_at is null returning id`,
    [organizationId, apiKeyId],
  );
  return rows.length === 1;
}

/** A key that works, as authentication needs it. */
export interface LiveKey {
  apiKeyId: string;
  organizationId: string;
  userId: string;
  secretHash: Buffer;
  scopes: Permission[];
  expiresAt: string | null;
}

/** The key with this prefix while it works: not revoked, not expired, its owner an active member (security S9). */
export async function findLiveKey(tx: Transaction, prefix: string): Promise<LiveKey | null> {
  const [row] = await tx.query<Omit<LiveKey, 'scopes'> & { scopes: string[] }>(
    `select k.id as "apiKeyId", k.organization_id as "organizationId", k.user_id as "userId",
       k.secret_hash as "secretHash", k.scopes, k.expires_at as "expiresAt"
     from api_keys k
     join memberships m on m.organization_id = k.organization_id and m.user_id = k.user_id and m.state = 'active'
     where k.prefix = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`,
    [prefix],
  );
  return row === undefined ? null : { ...row, scopes: knownScopes(row.scopes) };
}

/** Notes when keys were last used; never moves a time back, since other nodes write too. */
export async function writeUses(tx: Transaction, uses: ReadonlyMap<string, Date>): Promise<void> {
  await tx.query(
    `update api_keys k set last_used_at = u.used_at
     from unnest($1::uuid[], $2::timestamptz[]) as u (id, used_at)
     where k.id = u.id and (k.last_used_at is null or k.last_used_at < u.used_at)`,
    [[...uses.keys()], [...uses.values()]],
  );
}

/** Where a key lives. */
export async function apiKeyLocator(tx: Transaction, apiKeyId: string): Promise<Location | null> {
  const [row] = await tx.query<Location>(
    `select organization_id as "organizationId" from api_keys where id = $1`,
    [apiKeyId],
  );
  return row ?? null;
}
