import type { Transaction } from '../../platform/database/database.ts';
import {
  READ_ONLY_SETTING,
  readReadOnlyMode,
  type ReadOnlyMode,
} from '../../platform/read-only.ts';
import { deleteSetting, writeSetting } from './store.ts';

/** Takes no changes from here on, for this reason, or takes them again; another reason leaves the beginning as it is. */
export async function writeReadOnlyMode(
  tx: Transaction,
  reason: string | null,
  now: Date,
): Promise<void> {
  if (reason === null) return deleteSetting(tx, READ_ONLY_SETTING);
  const before = await readReadOnlyMode(tx);
  const mode: ReadOnlyMode = { reason, since: before?.since ?? now.toISOString() };
  await writeSetting(tx, READ_ONLY_SETTING, mode);
}
