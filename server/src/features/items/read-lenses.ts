import type { Transaction } from '../../platform/database/database.ts';
import { lensesOf, type AssignedLens } from './domain/assigned-lens.ts';
import { listLensColumns } from './store/assigned.ts';

/** Which fields of boards say who, how far and when; of those boards that name people. */
export async function readLenses(
  tx: Transaction,
  organizationId: string,
  boardIds: readonly string[],
): Promise<AssignedLens[]> {
  return lensesOf(await listLensColumns(tx, organizationId, boardIds));
}
