import {
  requireUserId,
  type OperationContext,
  type PrepareContext,
} from '../../../platform/operation.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import { notFound } from '../../../platform/refusal.ts';
import { findOwnImport, type OwnImport } from '../store/imports.ts';

/** The import, of whoever asks. Throws NOT_FOUND for somebody else's. */
export async function requireOwn(
  tx: Transaction,
  { actor }: Pick<OperationContext | PrepareContext, 'actor'>,
  importId: string,
): Promise<OwnImport> {
  const found = await findOwnImport(tx, importId, requireUserId(actor));
  if (found === null) throw notFound('This import');
  return found;
}

/** Without the report, as lists and answers show it. */
export function toInfo({ report: _report, ...info }: OwnImport) {
  return info;
}
