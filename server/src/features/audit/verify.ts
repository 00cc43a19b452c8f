import { hashAuditRow, type AuditRow } from '../../platform/audit.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { findChain, findStraySequence, readHashedRows, type ChainRow } from './store.ts';

/** What a check of a chain found. */
export interface Verdict {
  intact: boolean;
  /** Entries that are there, since the last trimming. */
  entries: number;
  /** The first entry that was changed, taken out or put in; null when the chain is intact. */
  firstBrokenSequence: number | null;
}

const BATCH_ROWS = 2_000;

/**
 * Computes the chain anew, from its checkpoint to its head (security S17). When trimming moves the checkpoint
 * meanwhile, the check begins again: entries that it took away are not missing.
 */
export async function verifyChain(tx: Transaction, chainId: string): Promise<Verdict> {
  for (;;) {
    const chain = await findChain(tx, chainId);
    if (chain === null) return { intact: true, entries: 0, firstBrokenSequence: null };
    const firstBrokenSequence =
      (await findBreak(tx, chainId, chain)) ?? (await findStraySequence(tx, chainId));
    const after = firstBrokenSequence === null ? chain : await findChain(tx, chainId);
    if (after?.checkpointSequence !== chain.checkpointSequence) continue;
    const entries = chain.length - chain.checkpointSequence;
    return { intact: firstBrokenSequence === null, entries, firstBrokenSequence };
  }
}

async function findBreak(
  tx: Transaction,
  chainId: string,
  chain: ChainRow,
): Promise<number | null> {
  let sequence = chain.checkpointSequence;
  let hash = chain.checkpointHash;
  while (sequence < chain.length) {
    const range = { chainId, after: sequence, upTo: chain.length, limit: BATCH_ROWS };
    const rows = await readHashedRows(tx, range);
    for (const row of rows) {
      if (row.sequence !== sequence + 1 || !isHashRight(hash, row)) return sequence + 1;
      ({ sequence, hash } = row);
    }
    if (rows.length === 0) return sequence + 1;
  }
  return hash.equals(chain.head) ? null : Math.max(sequence, 1);
}

function isHashRight(previous: Buffer, { hash, ...row }: AuditRow & { hash: Buffer }): boolean {
  return hashAuditRow(previous, row).equals(hash);
}
