import type { Location, Locator } from '../../../platform/access.ts';
import type { Transaction } from '../../../platform/database/database.ts';

/** The organization of a board; null when there is no such board. */
export async function findOrganizationOf(tx: Transaction, boardId: string): Promise<string | null> {
  const found = await findBoardState(tx, boardId);
  return found?.organizationId ?? null;
}

/** Where a board is, and whether it is archived or in the trash. */
export async function findBoardState(
  tx: Transaction,
  boardId: string,
): Promise<{ organizationId: string; isPutAway: boolean } | null> {
  const [row] = await tx.query<{ organizationId: string; isPutAway: boolean }>(
    `select organization_id as "organizationId", archived_at is not null or deleted_at is not null as "isPutAway"
     from boards where id = $1`,
    [boardId],
  );
  return row ?? null;
}

/** A member whom a name of a file may stand for. */
export interface Candidate {
  userId: string;
  name: string;
  email: string;
}

/** Members of an organization. */
export function listCandidates(tx: Transaction, organizationId: string): Promise<Candidate[]> {
  return tx.query<Candidate>(
    `select m.user_id as "userId", u.name, lower(u.email) as email from memberships m join users u on u.id = m.user_id
     where m.organization_id = $1 and m.state = 'active'`,
    [organizationId],
  );
}

/** Those of the ids that are no active members. */
export async function findStrangers(
  tx: Transaction,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    `select wanted.id from unnest($2::uuid[]) as wanted (id) where not exists (
       select from memberships m where m.organization_id = $1 and m.user_id = wanted.id and m.state = 'active')`,
    [organizationId, ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Finds an import; its board is none of its place, since it may be chosen later. */
export const importLocator: Locator = async (tx, importId) => {
  const [row] = await tx.query<Location>(
    'select organization_id as "organizationId" from imports where id = $1',
    [importId],
  );
  return row ?? null;
};
